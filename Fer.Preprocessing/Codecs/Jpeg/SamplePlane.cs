namespace Fer.Preprocessing;

/// <summary>The decoded samples of one component at its own resolution.</summary>
internal sealed class SamplePlane
{
    private readonly byte[] _samples;
    private readonly int _stride;

    private SamplePlane(byte[] samples, int stride, int width, int height)
    {
        _samples = samples;
        _stride = stride;
        Width = width;
        Height = height;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Turns a component's coefficients into samples.</summary>
    public static SamplePlane Reconstruct(JpegComponent component)
    {
        int stride = component.BlocksPerRow * 8;
        var samples = new byte[stride * component.BlocksPerColumn * 8];
        for (int row = 0; row < component.BlocksPerColumn; row++)
        {
            for (int column = 0; column < component.BlocksPerRow; column++)
            {
                Span<byte> block = samples.AsSpan((row * 8 * stride) + (column * 8));
                InverseDct.Transform(component.Block(row, column), component.QuantizationTable, block, stride);
            }
        }

        return new SamplePlane(samples, stride, component.Width, component.Height);
    }

    /// <summary>A row of samples; beyond the top and the bottom, the row at the edge.</summary>
    public ReadOnlySpan<byte> Row(int y) => _samples.AsSpan(Math.Clamp(y, 0, Height - 1) * _stride, Width);
}
