namespace Fer.Ml;

/// <summary>
/// Judges parameter sets drawn at random: scikit-learn's <c>RandomizedSearchCV</c> (1.2.1); J. Bergstra and Y. Bengio, "Random search for
/// hyper-parameter optimization", 2012. Equal sets are judged once.
/// </summary>
/// <inheritdoc cref="ParameterSearch"/>
public sealed record RandomizedSearch(SearchSpace Space, Func<ParameterSet, IClassifier> Create, IClassificationScorer Scorer)
    : ParameterSearch(Space, Create, Scorer)
{
    /// <summary>How many sets are drawn, at least 1; a space of fewer combinations is judged as a whole. Default 10.</summary>
    public int Iterations { get; init; } = 10;

    /// <inheritdoc/>
    public override string Name => "Randomized search";

    private protected override IReadOnlyList<ParameterSet> Draw(FeatureTable table) => Space.Sample(Iterations, Seed);

    private protected override void CheckSettings()
    {
        base.CheckSettings();
        if (Iterations < 1)
            throw new ArgumentException($"There must be one iteration at least, not {Iterations}.");
    }
}
