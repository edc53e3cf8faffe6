namespace Fer.Ml;

/// <summary>
/// The frame of the searches: parameter sets are judged by cross-validation, and the best is fitted to all rows. A search is itself a
/// learner, so that one inside a comparison is judged on rows that it has not chosen by (nested cross-validation).
/// </summary>
/// <param name="Space">The parameters.</param>
/// <param name="Create">Makes a learner with given parameters.</param>
/// <param name="Scorer">Computes the figures.</param>
public abstract record ParameterSearch(SearchSpace Space, Func<ParameterSet, IClassifier> Create, IClassificationScorer Scorer)
    : IClassifier
{
    /// <summary>The parameters.</summary>
    public SearchSpace Space { get; init; } = Space ?? throw new ArgumentNullException(nameof(Space));

    /// <summary>Makes a learner with given parameters.</summary>
    public Func<ParameterSet, IClassifier> Create { get; init; } = Create ?? throw new ArgumentNullException(nameof(Create));

    /// <summary>Computes the figures.</summary>
    public IClassificationScorer Scorer { get; init; } = Scorer ?? throw new ArgumentNullException(nameof(Scorer));

    /// <summary>What decides. Default <see cref="ScoreMetric.Accuracy"/>, as in scikit-learn.</summary>
    public ScoreMetric Metric { get; init; } = ScoreMetric.Accuracy;

    /// <summary>The number of stratified folds, at least 2. Default 5, as in scikit-learn.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Whether the folds are drawn at random. Default true; scikit-learn takes the rows in their order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the folds and of everything that is drawn. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Resamples the training side of each fold, and all rows for the last fit. Default null: not.</summary>
    public ISampler? Sampler { get; init; }

    /// <summary>Whether the best learner is fitted to all rows at the end. Default true.</summary>
    public bool Refit { get; init; } = true;

    /// <summary>
    /// As <see cref="ModelComparison.LeaderboardPath"/>: what was judged before a stop is not judged again. Default null: none.
    /// </summary>
    public string? LeaderboardPath { get; init; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>No: the folds' figures would not be weighted.</summary>
    public bool SupportsSampleWeights => false;

    /// <summary>Searches.</summary>
    /// <param name="training">The rows; what is judged in the end is not among them.</param>
    /// <param name="options">Threads; weights are refused.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="watch">Told what is at work, and each new table; of a halving search, those of each iteration in turn.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">The table cannot be learnt from or cut into folds, or every parameter set failed.</exception>
    /// <exception cref="ArgumentException">A setting is out of its range, or weights were given.</exception>
    /// <exception cref="LeaderboardException">The leaderboard is damaged, is none, or another run writes it.</exception>
    public SearchResult Search(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        IProgress<ComparisonProgress>? watch = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData.Check(this, training, options);
        CheckSettings();
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ParameterSet> sets = Draw(training.Data);
        IReadOnlyList<SearchIteration> plan = Plan(training.Data, sets.Count);
        double parts = plan.Sum(iteration => (double)iteration.Candidates * Folds) + (Refit ? 1 : 0), done = 0;
        var rows = new List<SearchRow>();
        ComparisonResult? table = null;
        for (int i = 0; i < plan.Count; i++)
        {
            double part = plan[i].Candidates * Folds / parts, before = done;
            var told = new ProgressOf<ComparisonProgress>(value =>
            {
                watch?.Report(value);
                progress?.Report(before + part * value.Whole);
            });
            table = Judge(sets, Subset(training, plan[i].Rows), options, told, cancellationToken);
            SearchRow[] ranked = Rank(table, sets, i, plan[i].Rows);
            rows.InsertRange(0, ranked);
            done += part;
            if (i + 1 < plan.Count)
                sets = [.. ranked.Take(plan[i + 1].Candidates).Select(row => row.Parameters)];
        }

        IClassifier best = Create(rows[0].Parameters);
        IClassifierModel? model = Refit ? FitBest(best, training, options, PartOf(progress, done), cancellationToken) : null;
        return new SearchResult { Rows = rows, Table = table!, BestLearner = best, BestModel = model };
    }

    /// <summary>Searches, and gives the best learner fitted to all rows.</summary>
    /// <inheritdoc cref="Search" path="/param"/>
    /// <inheritdoc cref="Search" path="/exception"/>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default) =>
        (this with { Refit = true }).Search(training, options, progress, null, cancellationToken).BestModel!;

    /// <summary>Learners of a few parameter sets, by which a leaderboard knows what the search makes.</summary>
    internal IEnumerable<object> Probe() => Space.Sample(20, 0).Select(set => (object?)TryCreate(set, out string error) ?? error);

    /// <summary>The sets of the first iteration.</summary>
    private protected abstract IReadOnlyList<ParameterSet> Draw(FeatureTable table);

    /// <summary>The iterations of the search on a table.</summary>
    private protected virtual IReadOnlyList<SearchIteration> Plan(FeatureTable table, int candidates) => [new(candidates, table.Count)];

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    private protected virtual void CheckSettings() => CrossFitting.ThrowIfTooFew(Folds);

    private ComparisonResult Judge(
        IReadOnlyList<ParameterSet> sets,
        TrainingSplit<FeatureTable> training,
        FitOptions? options,
        IProgress<ComparisonProgress> progress,
        CancellationToken cancellationToken)
    {
        var candidates = new List<Candidate>();
        var failed = new List<ComparisonRow>();
        foreach (ParameterSet set in sets)
        {
            if (TryCreate(set, out string error) is { } learner)
                candidates.Add(new Candidate(set.ToString(), learner));
            else
                failed.Add(new ComparisonRow { Learner = set.ToString(), Error = error });
        }

        if (candidates.Count == 0)
            throw AllFailed(failed[0]);
        CrossValidationFolds folds = CrossValidationFolds.Stratified(training.Data, Folds, Shuffle ? Seed : null);
        ComparisonResult judged = new ModelComparison(candidates, Scorer)
        {
            Sampler = Sampler,
            SortBy = Metric,
            Threads = options?.Threads ?? 0,
            KeepPredictions = false,
            LeaderboardPath = LeaderboardPath,
        }.CrossValidate(training, folds, progress, cancellationToken);
        return judged.Best is null
            ? throw AllFailed(judged.Rows[0])
            : new ComparisonResult(judged.Rows.Concat(failed), Metric, Folds);
    }

    /// <summary>A learner, or null and why there is none.</summary>
    private IClassifier? TryCreate(ParameterSet set, out string error)
    {
        error = "";
        try
        {
            return Create(set);
        }
        catch (Exception refusal) when (refusal is FerException or ArgumentException) // a value that the learner refuses
        {
            error = refusal.Message;
            return null;
        }
    }

    private DatasetException AllFailed(ComparisonRow first) =>
        new($"{Name}: every parameter set failed; with {first.Learner}: {first.Error}");

    private SearchRow[] Rank(ComparisonResult table, IReadOnlyList<ParameterSet> sets, int iteration, int rows)
    {
        Dictionary<string, ParameterSet> byName = sets.ToDictionary(set => set.ToString(), StringComparer.Ordinal);
        double[] figures = [.. table.Rows.Select(row => row.Scores?.Get(Metric) ?? double.NaN)];
        return
        [
            .. table.Rows.Select((row, i) => new SearchRow(
                byName[row.Learner],
                iteration,
                rows,
                1 + figures.Count(other => other > figures[i] || (double.IsNaN(figures[i]) && !double.IsNaN(other))),
                row)),
        ];
    }

    private IClassifierModel FitBest(
        IClassifier best,
        TrainingSplit<FeatureTable> training,
        FitOptions? options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        if (Sampler is not null)
        {
            training = Sampler.FitResample(training, null, cancellationToken)
                .Map(resampled => resampled.ToTable(options?.Threads ?? 0, cancellationToken));
        }

        return best.Fit(training, options, progress, cancellationToken);
    }

    /// <summary>A part of the rows that has the classes in the same shares; a larger part holds all of a smaller one.</summary>
    private TrainingSplit<FeatureTable> Subset(TrainingSplit<FeatureTable> training, int rows) => rows == training.Data.Count
        ? training
        : training.Map(table => table.Subset(StratifiedSubset.Draw(table, rows, Seed)));

    private static ProgressOf<double>? PartOf(IProgress<double>? progress, double done) =>
        progress is null ? null : new ProgressOf<double>(value => progress.Report(done + (1 - done) * value));
}
