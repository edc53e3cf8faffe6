namespace Fer;

/// <summary>Samples as a network takes them. Safe to read from several threads at once.</summary>
public interface ISampleSource : ILabeledData
{
    /// <summary>The shape of one sample.</summary>
    TensorShape InputShape { get; }

    /// <summary>Writes one sample, channel by channel (C, H, W).</summary>
    /// <param name="index">Which sample, an index into <see cref="ILabeledData.Labels"/>.</param>
    /// <param name="epoch">The pass over the data, from 0: augmentation draws a new variant each, always the same one.</param>
    /// <param name="destination">Exactly <see cref="TensorShape.Size"/> values.</param>
    void Load(int index, int epoch, Span<float> destination);

    /// <summary>
    /// Writes what the network is to learn of one sample: the probability of each class. By default 1 for its label; a source
    /// of soft targets, such as the votes of several people, writes theirs. Metrics go by the labels.
    /// </summary>
    /// <param name="index">Which sample.</param>
    /// <param name="destination">Exactly as many values as classes; they sum to 1.</param>
    void LoadTarget(int index, Span<float> destination)
    {
        destination.Clear();
        destination[Labels[index]] = 1;
    }
}
