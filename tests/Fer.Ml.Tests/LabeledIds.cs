namespace Fer.Ml.Tests;

/// <summary>Nothing but labels and ids.</summary>
internal sealed record LabeledIds(IReadOnlyList<string> Classes, IReadOnlyList<int> Labels, IReadOnlyList<string> Ids) : ILabeledData
{
    public LabeledIds(int[] labels, int classes)
        : this([.. Enumerable.Range(0, classes).Select(c => $"class {c}")], labels, [.. labels.Select((_, i) => $"id {i}")])
    {
    }
}
