namespace Fer;

/// <summary>Makes a vector of a picture: channel by channel, row by row, as PyTorch does.</summary>
public sealed record Flatten : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => new(Single(inputs).Size);
}
