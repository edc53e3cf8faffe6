namespace Fer.Engine;

/// <summary>
/// What flows from one operation to the next: a batch of samples in N x H x W x C order (channels vary fastest), so that
/// every kernel reads and writes whole registers of channels.
/// </summary>
internal sealed unsafe class Value(TensorShape shape)
{
    public TensorShape Shape { get; } = shape;

    /// <summary>The picture a vector was flattened from; its values are still in H x W x C order.</summary>
    public TensorShape? FlattenedFrom { get; init; }

    /// <summary>The number of floats per sample.</summary>
    public int Size => Shape.Size;

    public float* Data { get; set; }

    /// <summary>The loss's derivative by each value; null while predicting only, and for the network's input.</summary>
    public float* Gradient { get; set; }

    /// <summary>Copies samples out in C x H x W order, as the outside has them.</summary>
    public void CopyTo(Span<float> destination, int count)
    {
        TensorShape order = FlattenedFrom ?? Shape;
        for (int n = 0; n < count; n++)
            Layouts.ToChannelsFirst(order, Data + (nint)n * Size, destination.Slice(n * Size, Size));
    }
}
