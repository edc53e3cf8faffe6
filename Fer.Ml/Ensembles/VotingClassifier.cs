namespace Fer.Ml;

/// <summary>
/// Several learners that vote: scikit-learn's <c>VotingClassifier</c> (1.2.1). Of classes with equally many votes the first wins.
/// </summary>
/// <param name="Learners">The learners; each is fitted to all rows.</param>
public sealed record VotingClassifier(IReadOnlyList<IClassifier> Learners) : IClassifier
{
    /// <summary>Whether the classes or the probabilities count. Default <see cref="Voting.Hard"/>, as in scikit-learn.</summary>
    public Voting Voting { get; init; }

    /// <summary>How much each learner counts, 0 or more. Default null: all alike.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <inheritdoc/>
    public string Name => $"Voting ({(Voting == Voting.Hard ? "hard" : "soft")})";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => Learners.All(learner => learner.SupportsSampleWeights);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public VotingModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EnsembleFit.ThrowIfNone(Learners);
        double[] weights = [.. Weights ?? [.. Enumerable.Repeat(1.0, Learners.Count)]];
        if (weights.Length != Learners.Count)
            throw new ArgumentException($"There are {weights.Length} weights for {Learners.Count} learners; give one per learner.");
        if (!VotingModel.AreWeights(weights))
            throw new ArgumentException($"The learners' weights [{string.Join(", ", weights)}] must be numbers from 0 on, not all 0.");
        TrainingData.Check(this, training, options);
        IClassifierModel[] models = EnsembleFit.FitAll(Learners, training, options, progress, cancellationToken);
        return new VotingModel(training.Data.Classes, training.Data.Columns, models, weights, Voting);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);
}
