namespace Fer.Ml;

/// <summary>A tree grown by a <see cref="DecisionTreeClassifier"/>.</summary>
public sealed class DecisionTreeModel : ClassifierModel, IFeatureImportances
{
    internal const string KindName = "decision tree";

    internal DecisionTreeModel(IReadOnlyList<string> classes, int columns, DecisionTree tree)
        : base(classes, columns)
    {
        Tree = tree;
    }

    /// <summary>
    /// The part of the lowered impurity that each feature brought (Breiman et al., 1984); they sum to 1, or are all 0 if the tree is a
    /// single leaf.
    /// </summary>
    public IReadOnlyList<double> FeatureImportances => Tree.Importances;

    /// <summary>The nodes, leaves among them.</summary>
    public int NodeCount => Tree.Nodes.Length;

    /// <summary>The leaves.</summary>
    public int LeafCount => (Tree.Nodes.Length + 1) / 2;

    /// <summary>The depth of the deepest leaf, the root being at 0.</summary>
    public int Depth => Tree.Depth;

    internal override string Kind => KindName;

    internal DecisionTree Tree { get; }

    internal static DecisionTreeModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = TreeFile.ReadColumns(reader);
        DecisionTree[] trees = TreeFile.Read(reader, classes.Length, columns);
        return trees.Length == 1
            ? new DecisionTreeModel(classes, columns, trees[0])
            : throw reader.Invalid($"a decision tree has {trees.Length} trees");
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities) =>
        Tree.Predict(rows, Columns, probabilities, Classes.Count);

    private protected override void SaveContent(ModelWriter writer) => TreeFile.Write([Tree], writer);
}
