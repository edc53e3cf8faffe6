namespace Fer.Preprocessing;

/// <summary>Weights that let a rare class count as much as a frequent one in the loss.</summary>
public static class ClassWeights
{
    /// <summary>
    /// The weight <c>n / (k * n_c)</c> of each class c with n_c of the n samples of k classes, as scikit-learn's
    /// <c>compute_class_weight("balanced")</c> (King and Zeng, "Logistic Regression in Rare Events Data", 2001).
    /// </summary>
    /// <param name="data">The samples to learn from.</param>
    /// <returns>One weight per class; over the samples they average 1.</returns>
    /// <exception cref="DatasetException">A class has no samples.</exception>
    public static float[] Balanced<T>(TrainingSplit<T> data)
        where T : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(data);
        return Balanced(data.Data.Labels, data.Data.Classes.Count, label => $"'{data.Data.Classes[label]}'");
    }

    /// <inheritdoc cref="Balanced{T}(TrainingSplit{T})"/>
    /// <param name="labels">The class of each sample, from 0 to <paramref name="classCount"/> - 1.</param>
    /// <param name="classCount">The number of classes k.</param>
    public static float[] Balanced(IReadOnlyList<int> labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        return Balanced(labels, classCount, label => $"{label}");
    }

    private static float[] Balanced(IReadOnlyList<int> labels, int classCount, Func<int, string> nameOf)
    {
        int[] counts = labels.CountPerClass(classCount);
        int empty = Array.IndexOf(counts, 0);
        if (empty >= 0)
            throw new DatasetException($"Class {nameOf(empty)} has no samples, so it has no balanced weight; add samples or leave it out.");
        return Array.ConvertAll(counts, count => (float)(labels.Count / ((double)classCount * count)));
    }
}
