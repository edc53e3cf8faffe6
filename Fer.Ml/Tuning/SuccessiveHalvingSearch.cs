namespace Fer.Ml;

/// <summary>
/// Judges many parameter sets on few rows, and the best of them on more and more: scikit-learn's <c>HalvingRandomSearchCV</c> (1.2.1) with
/// rows as the resource; K. Jamieson and A. Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016.
/// The rows are drawn with the classes in the same shares (scikit-learn: at random); a later iteration's hold those of an earlier one.
/// </summary>
/// <inheritdoc cref="ParameterSearch"/>
public sealed record SuccessiveHalvingSearch(SearchSpace Space, Func<ParameterSet, IClassifier> Create, IClassificationScorer Scorer)
    : ParameterSearch(Space, Create, Scorer)
{
    /// <summary>
    /// The sets of the first iteration, at least 1. Default null: as many as give the last iteration about all rows
    /// (<c>n_candidates='exhaust'</c>); of a smaller space all combinations.
    /// </summary>
    public int? InitialCandidates { get; init; }

    /// <summary>One in so many sets goes on, with so many times the rows; at least 2. Default 3.</summary>
    public int Factor { get; init; } = 3;

    /// <summary>
    /// The rows of the first iteration, at least 2 per fold. Default null: 2 x folds x classes (<c>min_resources='smallest'</c>).
    /// </summary>
    public int? MinRows { get; init; }

    /// <summary>The most rows. Default null: all.</summary>
    public int? MaxRows { get; init; }

    /// <summary>
    /// Whether the first iteration gets as many more rows as still let the last one have at most <see cref="MaxRows"/>
    /// (<c>min_resources='exhaust'</c>). Default false.
    /// </summary>
    public bool ExhaustRows { get; init; }

    /// <summary>Whether the first iterations repeat the least rows until few enough sets are left. Default false.</summary>
    public bool AggressiveElimination { get; init; }

    /// <inheritdoc/>
    public override string Name => "Successive halving";

    private protected override IReadOnlyList<ParameterSet> Draw(FeatureTable table)
    {
        (int least, int most) = Rows(table);
        return Space.Sample(InitialCandidates ?? most / least, Seed);
    }

    /// <summary>scikit-learn's schedule: so many sets and rows per iteration.</summary>
    private protected override IReadOnlyList<SearchIteration> Plan(FeatureTable table, int candidates)
    {
        (int least, int most) = Rows(table);
        int required = 1 + FloorLog(candidates);
        if (ExhaustRows)
            least = Math.Max(least, (int)(most / Power(required - 1)));
        int possible = 1 + FloorLog(most / least);
        int iterations = AggressiveElimination ? required : Math.Min(possible, required);

        var plan = new List<SearchIteration>();
        for (int i = 0; i < iterations; i++)
        {
            int power = AggressiveElimination ? Math.Max(0, i - required + possible) : i;
            plan.Add(new SearchIteration(candidates, (int)Math.Min(Power(power) * least, most)));
            candidates = (candidates + Factor - 1) / Factor;
        }

        return plan;
    }

    private protected override void CheckSettings()
    {
        base.CheckSettings();
        if (Factor < 2)
            throw new ArgumentException($"The factor must be 2 at least, not {Factor}.");
        if (InitialCandidates < 1)
            throw new ArgumentException($"There must be one set at least, not {InitialCandidates}.");
        if (MinRows < 2 * Folds)
            throw new ArgumentException($"The first iteration must have 2 rows per fold at least: {2 * Folds}, not {MinRows}.");
    }

    /// <exception cref="DatasetException">There are too few rows for the first iteration.</exception>
    private (int Least, int Most) Rows(FeatureTable table)
    {
        int most = Math.Min(MaxRows ?? table.Count, table.Count);
        int least = MinRows ?? 2 * Folds * table.CountPerClass().Count(rows => rows > 0);
        return least <= most
            ? (least, most)
            : throw new DatasetException(
                $"{Name}: {most} rows are fewer than the {least} that the first iteration needs; add rows, or set MinRows.");
    }

    // By whole numbers, where a quotient of logarithms would round.
    private int FloorLog(int value)
    {
        int log = 0;
        for (long power = Factor; power <= value; power *= Factor)
            log++;
        return log;
    }

    private double Power(int exponent) => Math.Pow(Factor, exponent);
}
