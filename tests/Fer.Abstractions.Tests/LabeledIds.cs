namespace Fer.Tests;

/// <summary>Nothing but ids, all of one class.</summary>
internal sealed record LabeledIds(params string[] Names) : ILabeledData
{
    public IReadOnlyList<string> Classes => ["only"];

    public IReadOnlyList<int> Labels => new int[Names.Length];

    public IReadOnlyList<string> Ids => Names;
}
