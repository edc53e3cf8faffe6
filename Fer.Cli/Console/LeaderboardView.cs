using System.Globalization;
using Fer.Ml;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fer.Cli.Console;

/// <summary>Shows a comparison while it runs: on a terminal the table as it stands, else a line for each learner that is done.</summary>
internal sealed class LeaderboardView(MessageConsole messages)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private ComparisonResult? _table;
    private long _shownAt;

    /// <summary>Runs a comparison.</summary>
    /// <param name="compare">The comparison; it is given what to report to.</param>
    public ComparisonResult Show(Func<IProgress<ComparisonProgress>, ComparisonResult> compare) =>
        messages.WithLive(show => compare(new DelegateProgress<ComparisonProgress>(progress =>
        {
            if (show is null)
                NoteNewRow(progress);
            else
                ShowTable(progress, show);
        })));

    private void NoteNewRow(ComparisonProgress progress)
    {
        if (progress.Table?.Rows.FirstOrDefault(row => row.Learner == progress.Learner) is not { } row)
            return;
        string fold = progress.Table.Folds > 1 ? $", fold {progress.Fold + 1} of {progress.Table.Folds}" : "";
        messages.Note(row.Scores is { } scores
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Learner}{fold}: accuracy {scores.Accuracy:F4}, F1 {scores.F1:F4}, fitted in {row.FitSeconds:F1} s")
            : $"{row.Learner}{fold}: {row.Error}");
    }

    private void ShowTable(ComparisonProgress progress, Action<IRenderable> show)
    {
        bool isNew = progress.Table is not null;
        _table = progress.Table ?? _table;
        if (!isNew && TimeProvider.System.GetElapsedTime(_shownAt) < Interval)
            return;
        _shownAt = TimeProvider.System.GetTimestamp();
        show(new Rows(
            new Text(_table?.ToText() ?? ""),
            new Text(string.Create(
                CultureInfo.InvariantCulture, $"{progress.Whole,4:P0} done; {progress.Learner}: {progress.Part:P0}"))));
    }
}
