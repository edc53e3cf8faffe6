namespace Fer.Ml;

/// <summary>The trees grown by a <see cref="RandomForestClassifier"/> or an <see cref="ExtraTreesClassifier"/>.</summary>
public sealed class ForestModel : ClassifierModel, IFeatureImportances
{
    internal const string KindName = "forest";

    private readonly DecisionTree[] _trees;

    internal ForestModel(IReadOnlyList<string> classes, int columns, DecisionTree[] trees, OutOfBag? outOfBag)
        : base(classes, columns)
    {
        _trees = trees;
        OutOfBag = outOfBag;
        FeatureImportances = MeanImportances(trees, columns);
    }

    /// <summary>
    /// The mean of the trees' importances, each the part of the lowered impurity that a feature brought; they sum to 1, or are all 0 if
    /// every tree is a single leaf. Features with many values are favoured; see <see cref="PermutationImportance"/>.
    /// </summary>
    public IReadOnlyList<double> FeatureImportances { get; }

    /// <summary>What the trees say of the rows that they have not drawn; null unless <see cref="ForestClassifier.OobScore"/>.</summary>
    public OutOfBag? OutOfBag { get; }

    /// <summary>The number of trees.</summary>
    public int TreeCount => _trees.Length;

    /// <summary>The nodes of all trees, leaves among them.</summary>
    public int NodeCount => _trees.Sum(tree => tree.Nodes.Length);

    internal override string Kind => KindName;

    internal static ForestModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = TreeFile.ReadColumns(reader);
        DecisionTree[] trees = TreeFile.Read(reader, classes.Length, columns);
        double[] outOfBag = reader.ReadArray<double>("oob_decision_function");
        if (outOfBag.Length % classes.Length != 0)
            throw reader.Invalid($"the out-of-bag probabilities are not whole rows of {classes.Length} classes");
        double score = reader.Read<double>("oob_score");
        return new ForestModel(classes, columns, trees, outOfBag.Length == 0 ? null : new OutOfBag(score, outOfBag));
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        foreach (DecisionTree tree in _trees)
            tree.Predict(rows, Columns, probabilities, Classes.Count);
        foreach (ref double probability in probabilities)
            probability /= _trees.Length;
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        TreeFile.Write(_trees, writer);
        writer.Write("oob_score", OutOfBag?.Score ?? double.NaN);
        writer.Write("oob_decision_function", OutOfBag?.DecisionFunction.ToArray() ?? []);
    }

    private static double[] MeanImportances(DecisionTree[] trees, int columns)
    {
        var means = new double[columns];
        foreach (DecisionTree tree in trees)
        {
            for (int i = 0; i < columns; i++)
                means[i] += tree.Importances[i];
        }

        double sum = means.Sum();
        return sum > 0 ? Array.ConvertAll(means, mean => mean / sum) : means;
    }
}
