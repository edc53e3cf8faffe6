namespace Fer.Ml;

/// <summary>
/// A final learner that learns from the probabilities of others: scikit-learn's <c>StackingClassifier</c> (1.2.1) with
/// <c>predict_proba</c>; D. Wolpert, "Stacked generalization", 1992. What it learns from was said of each row by learners that had not
/// seen that row (stratified k-fold); for predicting, the learners are fitted again to all rows.
/// </summary>
/// <param name="Learners">The learners below.</param>
/// <param name="FinalLearner">The learner above, of any kind.</param>
public sealed record StackingClassifier(IReadOnlyList<IClassifier> Learners, IClassifier FinalLearner) : IClassifier
{
    /// <summary>The number of folds, at least 2. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Whether the final learner also gets the features themselves. Default false.</summary>
    public bool Passthrough { get; init; }

    /// <summary>Whether the folds are drawn at random. Default true; scikit-learn takes the rows in their order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the folds. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Resamples the rows that the learners below are fitted to, within each fold, so that no row is predicted by learners that saw one
    /// made of it; the final learner learns from the real rows. Default null: not.
    /// </summary>
    public ISampler? Sampler { get; init; }

    /// <inheritdoc/>
    public string Name => "Stacking";

    /// <summary>Whether weights may be given: only without a sampler, whose new rows have none, and if all learners take them.</summary>
    public bool SupportsSampleWeights => Sampler is null && Learners.Append(FinalLearner).All(learner => learner.SupportsSampleWeights);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public StackingModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EnsembleFit.ThrowIfNone(Learners);
        CrossFitting.ThrowIfTooFew(Folds);
        (training, options, TrainingData data) = EnsembleFit.Check(this, training, options);
        FeatureTable table = training.Data;
        int threads = options?.Threads ?? 0;
        int width = EnsembleFit.MetaColumns(Learners.Count, data.Classes.Count, data.Columns, Passthrough);
        var features = new float[checked(data.Rows * width)];
        int[] foldOf = StratifiedFolds.Assign(data.Labels, data.Classes.Count, Folds, Shuffle ? Seed : null);
        CrossFitting.Run(
            table, foldOf, Folds, options, ProgressPart.Of(progress, 0, 2), (fold, outside, partOptions, partProgress) =>
            {
                TrainingSplit<FeatureTable> part = Resample(outside);
                float[] inside = fold.Values;
                for (int m = 0; m < Learners.Count; m++)
                {
                    IClassifierModel model = Learners[m].Fit(
                        part, partOptions, ProgressPart.Of(partProgress, m, Learners.Count), cancellationToken);
                    double[] probabilities = model.PredictProbabilities(inside, threads, cancellationToken);
                    EnsembleFit.WriteMeta(probabilities, fold.Rows, m, data.Classes.Count, features, width);
                }
            });
        if (Passthrough)
            EnsembleFit.WritePassthrough(table.Values, data.Columns, features, width);

        IProgress<double>? secondHalf = ProgressPart.Of(progress, 1, 2);
        var meta = new TrainingSplit<FeatureTable>(new FeatureTable(table.Classes, table.Labels, table.Ids, features, width));
        IClassifierModel final = FinalLearner.Fit(meta, options, ProgressPart.Of(secondHalf, 0, 2), cancellationToken);
        IClassifierModel[] models = EnsembleFit.FitAll(
            Learners, Resample(training), options, ProgressPart.Of(secondHalf, 1, 2), cancellationToken);
        return new StackingModel(data.Classes, data.Columns, models, final, Passthrough);

        TrainingSplit<FeatureTable> Resample(TrainingSplit<FeatureTable> rows) =>
            rows.Resample(Sampler, threads, cancellationToken: cancellationToken);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);
}
