namespace Fer.Training;

/// <summary>Samples whose values lie in memory, the same in every epoch: features that a frozen part of a network has computed.</summary>
public sealed class TensorSamples : ISampleSource
{
    private readonly float[] _values;

    /// <summary>Takes samples over without copying their values.</summary>
    /// <param name="inputShape">The shape of one sample.</param>
    /// <param name="values">Samples x C x H x W values.</param>
    /// <param name="classes">The class names.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="ids">The identity of each sample.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public TensorSamples(
        TensorShape inputShape, float[] values, IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(ids);
        if (labels.Count != ids.Count || values.Length != (long)labels.Count * inputShape.Size)
        {
            throw new ArgumentException(
                $"{values.Length} values, {labels.Count} labels and {ids.Count} ids do not fit samples of {inputShape}.", nameof(values));
        }

        InputShape = inputShape;
        _values = values;
        Classes = classes;
        Labels = labels;
        Ids = ids;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <inheritdoc/>
    public TensorShape InputShape { get; }

    /// <inheritdoc/>
    public void Load(int index, int epoch, Span<float> destination) =>
        _values.AsSpan(index * InputShape.Size, InputShape.Size).CopyTo(destination);
}
