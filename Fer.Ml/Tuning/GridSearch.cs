namespace Fer.Ml;

/// <summary>Judges every combination of the parameters' values: scikit-learn's <c>GridSearchCV</c> (1.2.1).</summary>
/// <example>
/// <code>
/// var search = new GridSearch(
///     new SearchSpace(("alpha", ParameterDistribution.Choice(0.1, 1.0, 10.0))),
///     parameters => new RidgeClassifier { Alpha = parameters.Get&lt;double>("alpha") },
///     scorer);
/// SearchResult result = search.Search(training);
/// </code>
/// </example>
/// <inheritdoc cref="ParameterSearch"/>
public sealed record GridSearch(SearchSpace Space, Func<ParameterSet, IClassifier> Create, IClassificationScorer Scorer)
    : ParameterSearch(Space, Create, Scorer)
{
    /// <inheritdoc/>
    public override string Name => "Grid search";

    private protected override IReadOnlyList<ParameterSet> Draw(FeatureTable table) => [.. Space.Grid()];
}
