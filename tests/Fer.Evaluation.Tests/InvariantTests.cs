using FsCheck;
using FsCheck.Fluent;

namespace Fer.Evaluation.Tests;

/// <summary>What holds for any predictions.</summary>
public class InvariantTests
{
    [Fact]
    public void Accuracy_is_the_trace_over_the_samples() => ForAnyPredictions(seed =>
    {
        Predictions predictions = Draw(seed);
        EvaluationResult result = Evaluator.Evaluate(predictions);
        int correct = Enumerable.Range(0, predictions.Count).Count(i => predictions.PredictedLabel(i) == predictions.Labels[i]);
        return result.Confusion.Total == predictions.Count
            && result.Confusion.Correct == correct
            && Close(result.Accuracy, (double)correct / predictions.Count)
            && Close(result.Accuracy, result.Weighted.Recall);
    });

    [Fact]
    public void Permuting_the_classes_permutes_their_figures_and_keeps_the_overall_ones() => ForAnyPredictions(seed =>
    {
        Predictions predictions = Draw(seed);
        int[] order = Permutation(seed, predictions.Classes.Count);
        EvaluationResult before = Evaluator.Evaluate(predictions);
        EvaluationResult after = Evaluator.Evaluate(PermuteClasses(predictions, order));
        return SameOverall(before, after)
            && order.Select((from, to) => before.Classes[from] == after.Classes[to]
                && Close(before.AucPerClass[from], after.AucPerClass[to])).All(same => same);
    });

    [Fact]
    public void The_order_of_the_samples_does_not_matter() => ForAnyPredictions(seed =>
    {
        Predictions predictions = Draw(seed);
        int[] order = Permutation(seed, predictions.Count);
        EvaluationResult before = Evaluator.Evaluate(predictions);
        EvaluationResult after = Evaluator.Evaluate(PermuteSamples(predictions, order));
        return SameOverall(before, after) && before.Classes.SequenceEqual(after.Classes);
    });

    [Fact]
    public void Figures_stay_within_their_ranges() => ForAnyPredictions(seed =>
    {
        EvaluationResult result = Evaluator.Evaluate(Draw(seed));
        return result.Accuracy is >= 0 and <= 1
            && result.Top2 >= result.Accuracy
            && (double.IsNaN(result.Auc) || result.Auc is >= 0 and <= 1)
            && (double.IsNaN(result.Kappa) || result.Kappa is >= -1 and <= 1)
            && result.Mcc is >= -1 - 1e-12 and <= 1 + 1e-12
            && result.LogLoss >= 0
            && result.Brier is >= 0 and <= 2
            && result.Ece is >= 0 and <= 1;
    });

    private static void ForAnyPredictions(Func<ulong, bool> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), holds).QuickCheckThrowOnFailure();

    // Distinct probabilities within a row, so that no figure hangs on the order of equal classes.
    private static Predictions Draw(ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        int classes = 2 + random.Next(8);
        int samples = 1 + random.Next(60);
        var labels = new int[samples];
        var probabilities = new double[samples * classes];
        for (int i = 0; i < samples; i++)
        {
            labels[i] = random.Next(classes);
            Span<double> row = probabilities.AsSpan(i * classes, classes);
            double sum = 0;
            foreach (ref double value in row)
                sum += value = Math.Exp(2 * random.NextGaussian());
            foreach (ref double value in row)
                value /= sum;
        }

        string[] names = [.. Enumerable.Range(0, classes).Select(c => $"class {c}")];
        return new Predictions(names, [.. labels.Select((_, i) => $"sample {i}")], labels, probabilities);
    }

    private static int[] Permutation(ulong seed, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        RandomGenerator random = RandomGenerator.Create(seed, 1);
        random.Shuffle(order.AsSpan());
        return order;
    }

    private static Predictions PermuteClasses(Predictions predictions, int[] order) => new(
        [.. order.Select(c => predictions.Classes[c])],
        predictions.Ids,
        [.. predictions.Labels.Select(label => Array.IndexOf(order, label))],
        [.. Enumerable.Range(0, predictions.Count).SelectMany(i => order.Select(c => predictions.Row(i)[c]))]);

    private static Predictions PermuteSamples(Predictions predictions, int[] order) => new(
        predictions.Classes,
        [.. order.Select(i => predictions.Ids[i])],
        [.. order.Select(i => predictions.Labels[i])],
        [.. order.SelectMany(i => predictions.Row(i).ToArray())]);

    private static bool SameOverall(EvaluationResult a, EvaluationResult b) =>
        a.Samples == b.Samples && Close(a.Accuracy, b.Accuracy) && Close(a.Top2, b.Top2) && Close(a.Auc, b.Auc)
        && Close(a.AucWeighted, b.AucWeighted) && Close(a.Kappa, b.Kappa) && Close(a.Mcc, b.Mcc) && Close(a.LogLoss, b.LogLoss)
        && Close(a.Brier, b.Brier) && Close(a.Ece, b.Ece) && Close(a.Macro, b.Macro) && Close(a.Weighted, b.Weighted);

    private static bool Close(AverageMetrics a, AverageMetrics b) =>
        Close(a.Precision, b.Precision) && Close(a.Recall, b.Recall) && Close(a.F1, b.F1);

    private static bool Close(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a));
}
