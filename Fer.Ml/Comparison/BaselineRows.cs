namespace Fer.Ml;

/// <summary>Judges baselines on the folds of the candidates.</summary>
internal static class BaselineRows
{
    /// <exception cref="ArgumentException">It is not of the judged rows, or has other classes.</exception>
    public static ComparisonRow Judge(Baseline baseline, ComparisonData data, IClassificationScorer scorer)
    {
        Predictions predictions = Align(baseline, data.Judged);
        ClassificationScores[] folds =
            [.. Enumerable.Range(0, data.Folds).Select(fold => scorer.Score(Subset(predictions, data.RowsIn(fold))))];
        return new ComparisonRow
        {
            Learner = baseline.Name,
            IsBaseline = true,
            Scores = folds.Mean(),
            Deviation = folds.Length > 1 ? folds.StandardDeviation() : null,
            FoldScores = folds,
            Predictions = predictions,
        };
    }

    /// <summary>The predictions in the order of the judged rows.</summary>
    private static Predictions Align(Baseline baseline, FeatureTable judged)
    {
        Predictions said = baseline.Predictions;
        if (!said.Classes.SequenceEqual(judged.Classes, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The baseline '{baseline.Name}' has the classes {string.Join(", ", said.Classes)}, the rows "
                + $"{string.Join(", ", judged.Classes)}; use the same ones in the same order.");
        }

        if (said.Count != judged.Count)
            throw new ArgumentException($"The baseline '{baseline.Name}' is of {said.Count} rows; {judged.Count} are judged.");
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < said.Count; i++)
            positions[said.Ids[i]] = i;
        int[] order = [.. judged.Ids.Select(id => positions.TryGetValue(id, out int position)
            ? position
            : throw new ArgumentException($"The baseline '{baseline.Name}' says nothing of '{id}', which is judged."))];
        int row = Enumerable.Range(0, order.Length).FirstOrDefault(i => said.Labels[order[i]] != judged.Labels[i], -1);
        return row < 0
            ? Subset(said, order)
            : throw new ArgumentException($"The baseline '{baseline.Name}' has another class for '{judged.Ids[row]}' than the table.");
    }

    private static Predictions Subset(Predictions predictions, int[] rows) => new(
        predictions.Classes,
        [.. rows.Select(row => predictions.Ids[row])],
        [.. rows.Select(row => predictions.Labels[row])],
        [.. rows.SelectMany(row => predictions.Row(row).ToArray())]);
}
