namespace Fer.Engine;

/// <summary>Converts pictures between channels first (C, H, W: the outside) and channels last (H, W, C: the kernels).</summary>
internal static unsafe class Layouts
{
    public static void ToChannelsLast(TensorShape shape, ReadOnlySpan<float> source, float* destination)
    {
        int positions = shape.Positions;
        if (shape.Channels == 1 || positions == 1)
        {
            source.CopyTo(new Span<float>(destination, shape.Size));
            return;
        }

        for (int c = 0; c < shape.Channels; c++)
        {
            ReadOnlySpan<float> plane = source.Slice(c * positions, positions);
            for (int p = 0; p < positions; p++)
                destination[p * shape.Channels + c] = plane[p];
        }
    }

    public static void ToChannelsFirst(TensorShape shape, float* source, Span<float> destination)
    {
        int positions = shape.Positions;
        if (shape.Channels == 1 || positions == 1)
        {
            new ReadOnlySpan<float>(source, shape.Size).CopyTo(destination);
            return;
        }

        for (int c = 0; c < shape.Channels; c++)
        {
            Span<float> plane = destination.Slice(c * positions, positions);
            for (int p = 0; p < positions; p++)
                plane[p] = source[p * shape.Channels + c];
        }
    }
}
