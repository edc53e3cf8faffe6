namespace Fer.Ml;

/// <summary>
/// Copies of one learner, each fitted to rows (and perhaps features) drawn at random; their probabilities are averaged: scikit-learn's
/// <c>BaggingClassifier</c> (1.2.1); L. Breiman, "Bagging predictors", 1996.
/// </summary>
/// <param name="Learner">The learner. One that is seeded gets a seed of its own in each copy.</param>
public sealed record BaggingClassifier(IClassifier Learner) : ISeededClassifier
{
    private const ulong StreamKey = 0x42414747494E4753; // sets this stream apart from the seed's other uses
    private const int MostDraws = 100;

    /// <summary>The number of copies, at least 1. Default 10.</summary>
    public int Estimators { get; init; } = 10;

    /// <summary>The share of the rows that each copy gets, above 0 and up to 1. Default 1.</summary>
    public double MaxSamples { get; init; } = 1;

    /// <summary>The share of the features that each copy gets, above 0 and up to 1. Default 1.</summary>
    public double MaxFeatures { get; init; } = 1;

    /// <summary>Whether rows are drawn with replacement. Default true.</summary>
    public bool Bootstrap { get; init; } = true;

    /// <summary>Whether features are drawn with replacement. Default false.</summary>
    public bool BootstrapFeatures { get; init; }

    /// <summary>The seed. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public string Name => $"Bagging of {Learner.Name}";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => Learner.SupportsSampleWeights;

    /// <inheritdoc/>
    public IClassifier WithSeed(ulong seed) => this with { Seed = seed };

    /// <inheritdoc cref="IClassifier.Fit"/>
    public BaggingModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckSettings();
        (training, options, TrainingData data) = EnsembleFit.Check(this, training, options);
        var models = new IClassifierModel[Estimators];
        var features = new int[Estimators][];
        for (int m = 0; m < Estimators; m++)
        {
            int[] counts = DrawRows(data, m);
            features[m] = DrawFeatures(data.Columns, m);
            (FeatureTable table, FitOptions? memberOptions) = Draw(training.Data, counts, features[m], options);
            models[m] = EnsembleFit.Member(Learner, Seed, m).Fit(
                new TrainingSplit<FeatureTable>(table), memberOptions, ProgressPart.Of(progress, m, Estimators), cancellationToken);
        }

        return new BaggingModel(data.Classes, data.Columns, models, features);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private void CheckSettings()
    {
        ArgumentNullException.ThrowIfNull(Learner);
        if (Estimators < 1)
            throw new ArgumentException($"There must be one copy at least, not {Estimators}.");
        if (!(MaxSamples > 0 && MaxSamples <= 1) || !(MaxFeatures > 0 && MaxFeatures <= 1))
            throw new ArgumentException($"The shares of rows ({MaxSamples}) and features ({MaxFeatures}) must be above 0 and at most 1.");
    }

    /// <summary>How often each row is drawn. Draws of one class alone are repeated, since most learners cannot use them.</summary>
    private int[] DrawRows(TrainingData data, int member)
    {
        int present = data.PresentClasses.Length;
        var counts = new int[data.Rows];
        for (ulong attempt = 0; attempt < MostDraws; attempt++)
        {
            RandomGenerator random = RandomGenerator.Create(Seed, StreamKey, (ulong)member, attempt);
            Array.Clear(counts);
            foreach (int row in Draw(data.Rows, Math.Max(1, (int)(MaxSamples * data.Rows)), Bootstrap, ref random))
                counts[row]++;
            IEnumerable<int> drawn = data.Labels.Where((_, row) => counts[row] > 0).Distinct();
            if (present == 1 || drawn.Skip(1).Any())
                break;
        }

        return counts;
    }

    private int[] DrawFeatures(int columns, int member)
    {
        RandomGenerator random = RandomGenerator.Create(Seed, StreamKey, (ulong)member, MostDraws);
        int[] drawn = Draw(columns, Math.Max(1, (int)(MaxFeatures * columns)), BootstrapFeatures, ref random);
        Array.Sort(drawn);
        return drawn;
    }

    private static int[] Draw(int count, int wanted, bool replace, ref RandomGenerator random)
    {
        if (replace)
        {
            var drawn = new int[wanted];
            for (int i = 0; i < wanted; i++)
                drawn[i] = random.Next(count);
            return drawn;
        }

        int[] all = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(all);
        return all[..wanted];
    }

    /// <summary>The rows and features drawn: repeated rows as weights where the learner takes them, else as rows of their own.</summary>
    private (FeatureTable Table, FitOptions? Options) Draw(FeatureTable table, int[] counts, int[] features, FitOptions? options)
    {
        bool weighted = Learner.SupportsSampleWeights;
        int[] drawn = [.. Enumerable.Range(0, counts.Length).Where(row => counts[row] > 0)];
        int[] rows = weighted ? drawn : [.. drawn.SelectMany(row => Enumerable.Repeat(row, counts[row]))];
        FeatureTable selected = BaggingModel.SelectFeatures(table, rows, features);
        if (!weighted)
            return (selected, options);
        IReadOnlyList<double>? given = options?.SampleWeights;
        double[] weights = [.. drawn.Select(row => counts[row] * (given?[row] ?? 1))];
        return (selected, (options ?? new FitOptions()) with { SampleWeights = weights });
    }
}
