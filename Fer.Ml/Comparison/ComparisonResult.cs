using System.Text.Json;

namespace Fer.Ml;

/// <summary>The table of a comparison: best first, those that failed last.</summary>
public sealed record ComparisonResult
{
    internal ComparisonResult(IEnumerable<ComparisonRow> rows, ScoreMetric sortBy, int folds)
    {
        // Sorting is stable: equal rows stay in the candidates' order. NaN comes after every number.
        Rows = [.. rows.OrderBy(row => row.Scores is null).ThenByDescending(row => row.Scores?.Get(sortBy) ?? double.NaN)];
        SortBy = sortBy;
        Folds = folds;
    }

    /// <summary>The rows, sorted.</summary>
    public IReadOnlyList<ComparisonRow> Rows { get; }

    /// <summary>What they are sorted by.</summary>
    public ScoreMetric SortBy { get; }

    /// <summary>The number of folds; 1 of a held-out comparison.</summary>
    public int Folds { get; }

    /// <summary>The best candidate; null if all failed. Baselines do not count.</summary>
    public ComparisonRow? Best => Rows.FirstOrDefault(row => row.Scores is not null && !row.IsBaseline);

    /// <summary>Aligned columns for a terminal; "-" where there is no figure.</summary>
    public string ToText() => ComparisonTable.ToText(this);

    /// <summary>A Markdown table; figures of several folds with their standard deviation.</summary>
    public string ToMarkdown() => ComparisonTable.ToMarkdown(this);

    /// <summary>Comma-separated values with a head line; a cell without a figure is empty.</summary>
    public string ToCsv() => ComparisonTable.ToCsv(this);

    /// <summary>
    /// Writes an array with an object per row: learner, accuracy, auc, recall, precision, f1, kappa, mcc, fitSeconds, predictSeconds,
    /// baseline, and where they apply folds, deviation and error; null where there is no figure.
    /// </summary>
    public void WriteJson(Utf8JsonWriter writer) => ComparisonJson.Write(writer, this);

    /// <summary>The JSON as indented text.</summary>
    public string ToJson() => ComparisonJson.ToText(this);
}
