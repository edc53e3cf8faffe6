namespace Fer.Ml;

/// <summary>Keeps some of the features, in their order.</summary>
public sealed class FeatureSelectionModel : TransformerModel
{
    private readonly int[] _kept;

    internal FeatureSelectionModel(int columns, int[] kept)
        : base(columns) => _kept = kept;

    /// <summary>The features that are kept, ascending.</summary>
    public IReadOnlyList<int> Kept => _kept;

    /// <inheritdoc/>
    public override int OutputColumns => _kept.Length;

    internal override string Kind => "feature_selection";

    internal static FeatureSelectionModel Read(ModelReader reader)
    {
        int columns = reader.Read<int>("columns");
        int[] kept = reader.ReadArray<int>("kept");
        return kept.Length > 0 && Array.TrueForAll(kept, feature => (uint)feature < (uint)columns)
            ? new FeatureSelectionModel(columns, kept)
            : throw reader.Invalid("the features kept are not among the features");
    }

    private protected override void TransformBlock(ReadOnlySpan<float> rows, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = rows[(i / _kept.Length * Columns) + _kept[i % _kept.Length]];
    }

    private protected override void SaveContent(ModelWriter writer) => writer.Write("kept", _kept);
}
