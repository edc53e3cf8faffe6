namespace Fer;

/// <summary>What a classifier said of labelled samples: one row of class probabilities per sample.</summary>
public sealed class Predictions : ILabeledData
{
    /// <summary>Gathers predictions.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="ids">The samples' identities.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="probabilities">Samples x classes, row by row; each row sums to 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is outside the classes.</exception>
    /// <exception cref="FerException">A probability is not a number from 0 to 1: the network has diverged.</exception>
    public Predictions(IReadOnlyList<string> classes, IReadOnlyList<string> ids, IReadOnlyList<int> labels, double[] probabilities)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (ids.Count != labels.Count || probabilities.Length != (long)labels.Count * classes.Count)
        {
            throw new ArgumentException(
                $"{labels.Count} labels, {ids.Count} ids and {probabilities.Length} probabilities do not fit {classes.Count} classes.");
        }

        for (int i = 0; i < labels.Count; i++)
        {
            if ((uint)labels[i] >= (uint)classes.Count)
                throw new ArgumentException($"'{ids[i]}': label {labels[i]} is outside the {classes.Count} classes.", nameof(labels));
        }

        int bad = Array.FindIndex(probabilities, p => !(p >= 0 && p <= 1 + 1e-9));
        if (bad >= 0)
        {
            throw new FerException(
                $"'{ids[bad / classes.Count]}': the probability of '{classes[bad % classes.Count]}' is {probabilities[bad]}; "
                + "the model's weights have diverged: train again with a smaller learning rate.");
        }

        Classes = classes;
        Ids = ids;
        Labels = labels;
        Probabilities = probabilities;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Samples x classes, row by row.</summary>
    public double[] Probabilities { get; }

    /// <summary>The number of samples.</summary>
    public int Count => Labels.Count;

    /// <summary>The class probabilities of one sample.</summary>
    public ReadOnlySpan<double> Row(int sample) => Probabilities.AsSpan(sample * Classes.Count, Classes.Count);

    /// <summary>The most probable class of one sample; the first of them when several are equal, as in NumPy.</summary>
    public int PredictedLabel(int sample)
    {
        ReadOnlySpan<double> row = Row(sample);
        int best = 0;
        for (int c = 1; c < row.Length; c++)
        {
            if (row[c] > row[best])
                best = c;
        }

        return best;
    }
}
