namespace Fer.Ml;

/// <summary>
/// Learners side by side on the same rows, judged by the same figures, in one sorted table: PyCaret's <c>compare_models</c>.
/// </summary>
/// <remarks>
/// A sampler works on the training side of each fold alone. A candidate that fails (too few rows of a class, weights that diverge,
/// settings that contradict each other) gets a line with its error, and the others go on. All candidates are judged on one fold before
/// the next is begun, so that the table can be read early. The figures do not depend on the number of threads.
/// </remarks>
/// <example>
/// <code>
/// var comparison = new ModelComparison([new Candidate(new RidgeClassifier()), new Candidate(new GaussianNB())], scorer);
/// ComparisonResult result = comparison.CrossValidate(training, CrossValidationFolds.Stratified(training.Data));
/// Console.WriteLine(result.ToText());
/// </code>
/// </example>
/// <param name="Candidates">The learners, each under a name of its own.</param>
/// <param name="Scorer">Computes the figures.</param>
public sealed record ModelComparison(IReadOnlyList<Candidate> Candidates, IClassificationScorer Scorer)
{
    /// <summary>The learners.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init => field = Check(value); } = Check(Candidates);

    /// <summary>Computes the figures.</summary>
    public IClassificationScorer Scorer { get; init; } = Scorer ?? throw new ArgumentNullException(nameof(Scorer));

    /// <summary>What else stands in the table, under names of its own. Default none.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];

    /// <summary>Resamples the training side of each fold. Default null: not.</summary>
    public ISampler? Sampler { get; init; }

    /// <summary>What the table is sorted by, best first. Default <see cref="ScoreMetric.Accuracy"/>, as in PyCaret.</summary>
    public ScoreMetric SortBy { get; init; } = ScoreMetric.Accuracy;

    /// <summary>The most threads; 0, the default, for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Whether the rows' probabilities are kept, for curves and reports. Default true.</summary>
    public bool KeepPredictions { get; init; } = true;

    /// <summary>Whether a held-out comparison keeps its models. Default true.</summary>
    public bool KeepModels { get; init; } = true;

    /// <summary>
    /// A file that takes each candidate's result of each fold, so that a comparison that was stopped or killed goes on where it was and
    /// ends with the same table. Results are known by the rows, the folds, the sampler's work and the candidates' settings: what has
    /// changed is judged anew, and several comparisons may share the file. Default null: none.
    /// </summary>
    public string? LeaderboardPath { get; init; }

    /// <summary>Fits every candidate to one side and judges it on the other.</summary>
    /// <param name="splits">The sides.</param>
    /// <param name="progress">Told what is at work, and each new table.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">The sides do not fit each other, or the sampler cannot use the training side.</exception>
    /// <exception cref="ArgumentException">
    /// A baseline is not of the judged rows, or a candidate tells no settings by which the leaderboard could know it.
    /// </exception>
    /// <exception cref="LeaderboardException">The leaderboard is damaged, is none, or another run writes it.</exception>
    public ComparisonResult HoldOut(
        DataSplits<FeatureTable> splits,
        IProgress<ComparisonProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(splits);
        return Run(ComparisonData.HeldOut(splits), progress, cancellationToken);
    }

    /// <summary>Judges every candidate on each fold, fitted to the other folds.</summary>
    /// <param name="training">The rows; what is judged in the end, a test set, is not among them.</param>
    /// <param name="folds">Which row is in which fold.</param>
    /// <param name="progress">Told what is at work, and each new table.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">There are no rows, or the sampler cannot use the training side of a fold.</exception>
    /// <exception cref="ArgumentException">
    /// The folds or a baseline are not of these rows, or a candidate tells no settings by which the leaderboard could know it.
    /// </exception>
    /// <exception cref="LeaderboardException">The leaderboard is damaged, is none, or another run writes it.</exception>
    public ComparisonResult CrossValidate(
        TrainingSplit<FeatureTable> training,
        CrossValidationFolds folds,
        IProgress<ComparisonProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(folds);
        return Run(ComparisonData.CrossValidation(training.Data, folds), progress, cancellationToken);
    }

    private ComparisonResult Run(ComparisonData data, IProgress<ComparisonProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfTwice([.. Candidates.Select(candidate => candidate.Name), .. Baselines.Select(baseline => baseline.Name)]);
        using Leaderboard? leaderboard = LeaderboardPath is { } path ? Leaderboard.Open(path) : null;
        return new ComparisonRun(this, data, leaderboard, progress).Run(cancellationToken);
    }

    private static IReadOnlyList<Candidate> Check(IReadOnlyList<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0)
            throw new ArgumentException("A comparison needs one candidate at least.", nameof(candidates));
        ThrowIfTwice([.. candidates.Select(candidate => candidate.Name)]);
        return candidates;
    }

    private static void ThrowIfTwice(string[] names)
    {
        string? twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Two lines of the table are called '{twice}'; give each a name of its own.");
    }
}
