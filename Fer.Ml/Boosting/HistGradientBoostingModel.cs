namespace Fer.Ml;

/// <summary>What <see cref="HistGradientBoostingClassifier"/> learns: trees, whose values add up to the classes' scores.</summary>
public sealed class HistGradientBoostingModel : ClassifierModel, IFeatureImportances
{
    /// <summary>The kind in model files.</summary>
    internal const string FileKind = "hist_gradient_boosting";

    private readonly int[] _presentClasses;
    private readonly double[] _initialScores; // one per output; none if there is one class
    private readonly BoostedTree[] _trees; // rounds x outputs
    private readonly TreeScorer _scorer;

    internal HistGradientBoostingModel(
        IReadOnlyList<string> classes, int columns, int[] presentClasses, double[] initialScores, BoostedTree[] trees,
        double[] trainingLoss, double[] validationLoss)
        : base(classes, columns)
    {
        _presentClasses = presentClasses;
        _initialScores = initialScores;
        _trees = trees;
        _scorer = new TreeScorer(trees);
        TrainingLoss = trainingLoss;
        ValidationLoss = validationLoss;
        var gains = new double[columns];
        var splits = new int[columns];
        foreach (BoostedTree tree in trees)
        {
            for (int node = 0; node < tree.Nodes; node++)
            {
                gains[tree.Features[node]] += tree.Gains[node];
                splits[tree.Features[node]]++;
            }
        }

        double total = gains.Sum();
        ImportancesByGain = gains;
        ImportancesBySplit = splits;
        FeatureImportances = total > 0 ? Array.ConvertAll(gains, gain => gain / total) : gains;
    }

    /// <summary>The rounds whose trees are used: with early stopping, up to the one with the least validation loss.</summary>
    public int Iterations => _trees.Length / Math.Max(1, _initialScores.Length);

    /// <summary>The mean log loss of the training rows after each round that was run.</summary>
    public IReadOnlyList<double> TrainingLoss { get; }

    /// <summary>The mean log loss of the rows held out for early stopping after each round that was run; empty without.</summary>
    public IReadOnlyList<double> ValidationLoss { get; }

    /// <summary>What the splits on each column gained, summed: LightGBM's importance type "gain".</summary>
    public IReadOnlyList<double> ImportancesByGain { get; }

    /// <summary>How many splits are on each column: LightGBM's importance type "split".</summary>
    public IReadOnlyList<int> ImportancesBySplit { get; }

    /// <summary>Each column's share of all gains.</summary>
    public IReadOnlyList<double> FeatureImportances { get; }

    internal override string Kind => FileKind;

    /// <summary>The trees, rounds x outputs.</summary>
    internal IReadOnlyList<BoostedTree> Trees => _trees;

    /// <summary>Reads what <see cref="ClassifierModel.Save"/> wrote.</summary>
    internal static HistGradientBoostingModel Load(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        int[] present = reader.ReadArray<int>("present_classes");
        if (columns < 1)
            throw reader.Invalid($"a model has {columns} columns");
        bool ascends = present.Length > 0 && present[0] >= 0 && present[^1] < classes.Length;
        for (int i = 1; i < present.Length; i++)
            ascends &= present[i] > present[i - 1];
        if (!ascends)
            throw reader.Invalid($"the present classes [{string.Join(", ", present)}] are not ascending numbers below {classes.Length}");
        int outputs = present.Length switch { 1 => 0, 2 => 1, _ => present.Length };
        double[] initial = BoostedTrees.ThrowIfNotFinite(reader, "initial_scores", reader.ReadArray<double>("initial_scores", outputs));
        BoostedTree[] trees = BoostedTrees.Read(reader, columns);
        if (outputs == 0 ? trees.Length > 0 : trees.Length % outputs != 0)
            throw reader.Invalid($"{trees.Length} trees are not whole rounds of {outputs}");
        return new HistGradientBoostingModel(
            classes, columns, present, initial, trees,
            reader.ReadArray<double>("training_loss"), reader.ReadArray<double>("validation_loss"));
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        int count = rows.Length / Columns, outputs = _initialScores.Length;
        if (outputs == 0)
        {
            for (int row = 0; row < count; row++)
                probabilities[row * Classes.Count + _presentClasses[0]] = 1;
            return;
        }

        var scores = new double[count * outputs];
        for (int row = 0; row < count; row++)
            _initialScores.CopyTo(scores, row * outputs);
        _scorer.AddTo(rows, Columns, scores, outputs);
        var loss = new BoostingLoss(_presentClasses.Length);
        var present = new double[_presentClasses.Length];
        for (int row = 0; row < count; row++)
        {
            loss.Probabilities(scores.AsSpan(row * outputs, outputs), present);
            for (int i = 0; i < present.Length; i++)
                probabilities[row * Classes.Count + _presentClasses[i]] = present[i];
        }
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("present_classes", _presentClasses);
        writer.Write("initial_scores", _initialScores);
        BoostedTrees.Write(writer, _trees);
        writer.Write("training_loss", TrainingLoss.ToArray());
        writer.Write("validation_loss", ValidationLoss.ToArray());
    }
}
