namespace Fer.Evaluation;

/// <summary>
/// How often each class was taken for each: rows are true classes, columns predicted ones, as scikit-learn's
/// <c>confusion_matrix</c> with all classes of the data given as labels.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>Wraps counts without copying them.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="counts">Classes x classes, row by row: <c>counts[t * classes + p]</c> samples of class t were taken for p.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a count is negative.</exception>
    public ConfusionMatrix(IReadOnlyList<string> classes, int[] counts)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Length != (long)classes.Count * classes.Count)
            throw new ArgumentException($"{counts.Length} counts do not fit {classes.Count} x {classes.Count} classes.", nameof(counts));
        if (counts.Any(count => count < 0))
            throw new ArgumentException("A count is negative.", nameof(counts));
        Classes = classes;
        _counts = counts;
    }

    /// <summary>The class names, in the order of rows and columns.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The number of samples of one class that were taken for another (or for itself).</summary>
    /// <param name="trueClass">The row.</param>
    /// <param name="predictedClass">The column.</param>
    public int this[int trueClass, int predictedClass] => Row(trueClass)[predictedClass];

    /// <summary>All samples.</summary>
    public long Total => _counts.Sum(count => (long)count);

    /// <summary>The samples whose class was found: the trace.</summary>
    public long Correct => Enumerable.Range(0, Classes.Count).Sum(c => (long)this[c, c]);

    /// <summary>Counts the most probable class of each sample (<see cref="Predictions.PredictedLabel"/>) against the true one.</summary>
    public static ConfusionMatrix Compute(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        int classes = predictions.Classes.Count;
        var counts = new int[classes * classes];
        for (int i = 0; i < predictions.Count; i++)
            counts[predictions.Labels[i] * classes + predictions.PredictedLabel(i)]++;
        return new ConfusionMatrix(predictions.Classes, counts);
    }

    /// <summary>What one true class was taken for: one count per predicted class.</summary>
    public ReadOnlySpan<int> Row(int trueClass) => _counts.AsSpan(trueClass * Classes.Count, Classes.Count);

    /// <summary>The number of samples of a class: the sum of its row.</summary>
    public int Support(int trueClass)
    {
        int sum = 0;
        foreach (int count in Row(trueClass))
            sum += count;
        return sum;
    }

    /// <summary>The number of samples that were taken for a class: the sum of its column.</summary>
    public int PredictedCount(int predictedClass) => Enumerable.Range(0, Classes.Count).Sum(t => this[t, predictedClass]);
}
