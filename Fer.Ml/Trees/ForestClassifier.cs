namespace Fer.Ml;

/// <summary>What random forests and extra trees share: many trees, each on its own thread and from its own random stream.</summary>
public abstract record ForestClassifier : TreeClassifier
{
    // These set the streams apart from each other and from the seed's other uses.
    private const ulong TreeKey = 0x464F524553545452;
    private const ulong BootstrapKey = 0x464F52455354424F;

    private protected ForestClassifier()
    {
    }

    /// <summary>The number of trees. Default 100.</summary>
    public int NEstimators { get; init; } = 100;

    /// <summary>How many features a node looks at. Default the square root of their number.</summary>
    public override MaxFeatures MaxFeatures { get; init; } = MaxFeatures.Sqrt;

    /// <summary>
    /// Whether each tree learns from as many rows drawn with putting back, as the table has; if not, each learns from the whole table.
    /// </summary>
    public abstract bool Bootstrap { get; init; }

    /// <summary>The part of the table's rows that a tree draws, above 0 and up to 1; only with bootstrap. Default null: as many.</summary>
    public double? MaxSamples { get; init; }

    /// <summary>
    /// Whether the rows that a tree has not drawn are predicted by it, for an estimate of how the forest does on new ones; only with
    /// bootstrap. Default false.
    /// </summary>
    public bool OobScore { get; init; }

    private protected abstract TreeSplitter Splitter { get; }

    private protected override void CheckSettings()
    {
        base.CheckSettings();
        Check(NEstimators >= 1, nameof(NEstimators), NEstimators, "at least 1");
        Check(MaxSamples is null or (> 0 and <= 1), nameof(MaxSamples), MaxSamples, "above 0 and at most 1, or null");
        Check(Bootstrap || MaxSamples is null, nameof(MaxSamples), MaxSamples, "null without bootstrap");
        Check(Bootstrap || !OobScore, nameof(OobScore), OobScore, "false without bootstrap");
    }

    private protected override IClassifierModel FitChecked(
        TrainingData data, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var table = TreeTable.Create(data, Splitter, cancellationToken);
        var trees = new DecisionTree[NEstimators];
        int next = -1, done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = data.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, Math.Min(data.Threads, NEstimators), options, _ =>
        {
            var builder = new TreeBuilder(this, Splitter, table, data.Labels, data.Classes.Count);
            var weights = new double[data.Rows];
            for (int tree = Interlocked.Increment(ref next); tree < trees.Length; tree = Interlocked.Increment(ref next))
            {
                Draw(tree, data.Weights, weights);
                RandomGenerator random = RandomGenerator.Create(Seed, TreeKey, (ulong)tree);
                trees[tree] = builder.Build(weights, ref random, null, cancellationToken);
                progress?.Report((double)Interlocked.Increment(ref done) / trees.Length);
            }
        });
        OutOfBag? outOfBag = OobScore ? PredictOutOfBag(trees, data, options) : null;
        return new ForestModel(data.Classes, data.Columns, trees, outOfBag);
    }

    /// <summary>The weights of a tree's rows: those given times how often a row was drawn.</summary>
    private void Draw(int tree, double[] given, double[] weights)
    {
        if (!Bootstrap)
        {
            given.CopyTo(weights, 0);
            return;
        }

        CountDraws(tree, weights);
        bool any = false;
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] *= given[row];
            any |= weights[row] > 0;
        }

        if (!any) // only rows without weight were drawn: a tree needs some that have one
            given.CopyTo(weights, 0);
    }

    /// <summary>How often a tree draws each row.</summary>
    private void CountDraws(int tree, Span<double> counts)
    {
        counts.Clear();
        int draws = MaxSamples is { } part ? Math.Max(1, (int)Math.Round(part * counts.Length)) : counts.Length;
        RandomGenerator random = RandomGenerator.Create(Seed, BootstrapKey, (ulong)tree);
        for (int i = 0; i < draws; i++)
            counts[random.Next(counts.Length)]++;
    }

    private OutOfBag PredictOutOfBag(DecisionTree[] trees, TrainingData data, ParallelOptions options)
    {
        const int RowsPerBlock = 256;
        var drawn = new bool[trees.Length][];
        Parallel.For(0, trees.Length, options, () => new double[data.Rows], (tree, _, counts) =>
        {
            CountDraws(tree, counts);
            drawn[tree] = Array.ConvertAll(counts, count => count > 0);
            return counts;
        }, _ => { });
        int classes = data.Classes.Count;
        var sums = new double[checked(data.Rows * classes)];
        Parallel.For(0, (data.Rows + RowsPerBlock - 1) / RowsPerBlock, options, block =>
        {
            for (int tree = 0; tree < trees.Length; tree++)
            {
                for (int row = block * RowsPerBlock; row < Math.Min((block + 1) * RowsPerBlock, data.Rows); row++)
                {
                    if (!drawn[tree][row])
                        trees[tree].Predict(data.Row(row), sums.AsSpan(row * classes, classes));
                }
            }
        });
        return OutOfBag.Create(sums, data.Labels, classes);
    }
}
