namespace Fer.Preprocessing.Tests;

/// <summary>Nothing but labels and ids, to split.</summary>
internal sealed record LabeledIds(IReadOnlyList<string> Classes, IReadOnlyList<int> Labels, IReadOnlyList<string> Ids)
    : ISubsettable<LabeledIds>
{
    public LabeledIds(int[] labels, int classes)
        : this([.. Enumerable.Range(0, classes).Select(c => $"class {c}")], labels, [.. labels.Select((_, i) => $"id {i}")])
    {
    }

    public LabeledIds Subset(IReadOnlyList<int> indices) =>
        this with { Labels = [.. indices.Select(i => Labels[i])], Ids = [.. indices.Select(i => Ids[i])] };
}
