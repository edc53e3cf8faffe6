namespace Fer.Ml;

/// <summary>
/// Stacking with one held-out part instead of folds (A. Toescher, M. Jahrer, R. Bell, "The BigChaos solution to the Netflix grand prize",
/// 2009): the learners below learn from most rows, the final one from what they say of the others. Cheaper than
/// <see cref="StackingClassifier"/>, but each learner sees a part of the rows only.
/// </summary>
/// <param name="Learners">The learners below.</param>
/// <param name="FinalLearner">The learner above, of any kind.</param>
public sealed record BlendingClassifier(IReadOnlyList<IClassifier> Learners, IClassifier FinalLearner) : IClassifier
{
    private const ulong StreamKey = 0x424C454E44464F4C; // sets this stream apart from the seed's other uses

    /// <summary>The share of each class that is held out, above 0 and below 1. Default 0.2.</summary>
    public double HoldOut { get; init; } = 0.2;

    /// <summary>Whether the final learner also gets the features themselves. Default false.</summary>
    public bool Passthrough { get; init; }

    /// <summary>The seed of what is held out. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public string Name => "Blending";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => Learners.Append(FinalLearner).All(learner => learner.SupportsSampleWeights);

    /// <inheritdoc cref="IClassifier.Fit"/>
    /// <exception cref="DatasetException">No class has two rows, so that nothing can be held out.</exception>
    public StackingModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EnsembleFit.ThrowIfNone(Learners);
        if (!(HoldOut > 0 && HoldOut < 1))
            throw new ArgumentException($"The share held out must lie between 0 and 1, not be {HoldOut}.");
        (training, options, TrainingData data) = EnsembleFit.Check(this, training, options);
        (int[] below, int[] above) = StratifiedFolds.Split(HoldOutRows(data), 1);
        if (above.Length == 0)
            throw new DatasetException($"{Name}: no class has two rows, so that one could be held out; add rows.");
        IClassifierModel[] models = EnsembleFit.FitAll(
            Learners,
            training.Map(table => table.Subset(below)),
            EnsembleFit.Subset(options, below),
            ProgressPart.Of(progress, 0, 2),
            cancellationToken);

        FeatureTable held = training.Data.Subset(above);
        int width = EnsembleFit.MetaColumns(models.Length, data.Classes.Count, data.Columns, Passthrough);
        var features = new float[checked(above.Length * width)];
        int[] all = [.. Enumerable.Range(0, above.Length)];
        for (int m = 0; m < models.Length; m++)
        {
            double[] probabilities = models[m].PredictProbabilities(held.Values, options?.Threads ?? 0, cancellationToken);
            EnsembleFit.WriteMeta(probabilities, all, m, data.Classes.Count, features, width);
        }

        if (Passthrough)
            EnsembleFit.WritePassthrough(held.Values, data.Columns, features, width);
        var meta = new TrainingSplit<FeatureTable>(new FeatureTable(held.Classes, held.Labels, held.Ids, features, width));
        IClassifierModel final = FinalLearner.Fit(
            meta, EnsembleFit.Subset(options, above), ProgressPart.Of(progress, 1, 2), cancellationToken);
        return new StackingModel(data.Classes, data.Columns, models, final, Passthrough);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    /// <summary>1 for each row held out: of each class of two rows or more the nearest number to its share, but one at least.</summary>
    private int[] HoldOutRows(TrainingData data)
    {
        var held = new int[data.Rows];
        foreach (int label in data.PresentClasses)
        {
            int[] rows = [.. Enumerable.Range(0, data.Rows).Where(row => data.Labels[row] == label)];
            if (rows.Length < 2)
                continue;
            RandomGenerator random = RandomGenerator.Create(Seed, StreamKey, (ulong)rows[0]);
            random.Shuffle<int>(rows);
            int count = Math.Clamp((int)Math.Round(rows.Length * HoldOut), 1, rows.Length - 1);
            foreach (int row in rows.AsSpan(0, count))
                held[row] = 1;
        }

        return held;
    }
}
