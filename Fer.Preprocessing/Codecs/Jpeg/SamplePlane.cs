using System.Buffers;

namespace Fer.Preprocessing;

/// <summary>The decoded samples of one component at its own resolution, in whole blocks.</summary>
internal sealed class SamplePlane : IDisposable
{
    private byte[] _samples;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Takes memory from the pool; the samples are whatever lay there until each block is written.</summary>
    public SamplePlane(JpegComponent component)
    {
        Stride = component.BlocksPerRow * 8;
        _samples = ArrayPool<byte>.Shared.Rent(Stride * component.BlocksPerColumn * 8);
        _width = component.Width;
        _height = component.Height;
    }

    /// <summary>The number of samples from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The samples from a block's upper left one on.</summary>
    public Span<byte> Block(int row, int column) => _samples.AsSpan((row * 8 * Stride) + (column * 8));

    /// <summary>A row of samples; beyond the top and the bottom, the row at the edge.</summary>
    public ReadOnlySpan<byte> Row(int y) => _samples.AsSpan(Math.Clamp(y, 0, _height - 1) * Stride, _width);

    /// <summary>Gives the memory back to the pool.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_samples);
        _samples = [];
    }
}
