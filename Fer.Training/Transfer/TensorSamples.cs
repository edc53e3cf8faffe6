namespace Fer.Training;

/// <summary>Samples whose values lie in memory, the same in every epoch: features that a frozen part of a network has computed.</summary>
public sealed class TensorSamples : ISampleSource
{
    private readonly float[] _values;
    private readonly float[]? _targets;

    /// <summary>Takes samples over without copying their values.</summary>
    /// <param name="inputShape">The shape of one sample.</param>
    /// <param name="values">Samples x C x H x W values.</param>
    /// <param name="classes">The class names.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="ids">The identity of each sample.</param>
    /// <param name="targets">Samples x classes probabilities to learn; null for 1 at each label.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public TensorSamples(
        TensorShape inputShape,
        float[] values,
        IReadOnlyList<string> classes,
        IReadOnlyList<int> labels,
        IReadOnlyList<string> ids,
        float[]? targets = null)
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

        if (targets is not null && targets.Length != (long)labels.Count * classes.Count)
        {
            throw new ArgumentException(
                $"{targets.Length} targets do not fit {labels.Count} samples and {classes.Count} classes.", nameof(targets));
        }

        InputShape = inputShape;
        _values = values;
        _targets = targets;
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

    /// <inheritdoc/>
    public void LoadTarget(int index, Span<float> destination)
    {
        destination.Clear();
        if (_targets is null)
            destination[Labels[index]] = 1;
        else
            _targets.AsSpan(index * Classes.Count, Classes.Count).CopyTo(destination);
    }
}
