namespace Fer.Ml;

/// <summary>What a search found.</summary>
public sealed record SearchResult
{
    /// <summary>Every set that was judged: the last iteration first, within one the best first.</summary>
    public required IReadOnlyList<SearchRow> Rows { get; init; }

    /// <summary>The best set: the first of rank 1 in the last iteration.</summary>
    public SearchRow Best => Rows[0];

    /// <summary>The last iteration as a table, to be written as text, Markdown, CSV or JSON; the sets are the learners' names.</summary>
    public required ComparisonResult Table { get; init; }

    /// <summary>The learner with the best parameters.</summary>
    public required IClassifier BestLearner { get; init; }

    /// <summary>The best learner fitted to all rows; null if the search does not refit.</summary>
    public IClassifierModel? BestModel { get; init; }
}
