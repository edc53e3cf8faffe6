namespace Fer;

/// <summary>What all labelled data can tell.</summary>
public static class LabeledDataExtensions
{
    /// <summary>The number of samples of each class, in the order of the classes.</summary>
    public static int[] CountPerClass(this ILabeledData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Labels.CountPerClass(data.Classes.Count);
    }

    /// <summary>How often each label occurs.</summary>
    /// <param name="labels">The class of each sample, from 0 to <paramref name="classCount"/> - 1.</param>
    /// <param name="classCount">The number of classes.</param>
    public static int[] CountPerClass(this IReadOnlyList<int> labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var counts = new int[classCount];
        foreach (int label in labels)
            counts[label]++;
        return counts;
    }
}
