namespace Fer.Ml;

/// <summary>
/// The curve that never falls and has the least squared error, by pooling adjacent violators, with straight lines between its points and
/// constant beyond them: scikit-learn's <c>IsotonicRegression(out_of_bounds="clip")</c> (1.2.1).
/// </summary>
internal sealed class IsotonicCurve : ICalibrationCurve
{
    private const double Resolution = 1e-15; // scores closer than this are one, as in scikit-learn
    private readonly double[] _scores;
    private readonly double[] _probabilities;

    private IsotonicCurve(double[] scores, double[] probabilities) => (_scores, _probabilities) = (scores, probabilities);

    /// <inheritdoc cref="SigmoidCurve.Fit"/>
    public static IsotonicCurve Fit(double[] scores, bool[] positive, double[] weights)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).ThenBy(i => positive[i])];
        var points = new List<double>();
        var means = new List<double>();
        var totals = new List<double>();
        foreach (int i in order)
        {
            double target = positive[i] ? 1 : 0;
            if (points.Count == 0 || scores[i] - points[^1] >= Resolution)
            {
                points.Add(scores[i]);
                means.Add(target);
                totals.Add(weights[i]);
            }
            else
            {
                totals[^1] += weights[i];
                means[^1] += (target - means[^1]) * weights[i] / totals[^1];
            }
        }

        return new IsotonicCurve([.. points], Pool(means, totals));
    }

    public double Evaluate(double score)
    {
        int at = Array.BinarySearch(_scores, score);
        if (at >= 0)
            return _probabilities[at];
        int next = ~at;
        if (next == 0)
            return _probabilities[0];
        if (next == _scores.Length)
            return _probabilities[^1];
        double slope = (_probabilities[next] - _probabilities[next - 1]) / (_scores[next] - _scores[next - 1]);
        double value = _probabilities[next - 1] + (slope * (score - _scores[next - 1]));
        return Math.Clamp(value, _probabilities[next - 1], _probabilities[next]); // rounding must not leave the range
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(CalibrationCurves.Method, (int)CalibrationMethod.Isotonic);
        writer.Write("scores", _scores);
        writer.Write("probabilities", _probabilities);
    }

    public static IsotonicCurve Read(ModelReader reader)
    {
        double[] scores = reader.ReadArray<double>("scores");
        double[] probabilities = reader.ReadArray<double>("probabilities", scores.Length);
        bool rising = scores.Length > 0;
        for (int i = 0; i < scores.Length && rising; i++)
        {
            rising = double.IsFinite(scores[i]) && probabilities[i] >= 0 && probabilities[i] <= 1
                && (i == 0 || (scores[i] > scores[i - 1] && probabilities[i] >= probabilities[i - 1]));
        }

        return rising ? new IsotonicCurve(scores, probabilities) : throw reader.Invalid("a calibration curve does not rise");
    }

    /// <summary>Joins neighbours whose means fall to their common mean, until none does.</summary>
    private static double[] Pool(List<double> means, List<double> totals)
    {
        var blocks = new Stack<(double Mean, double Weight, int Count)>();
        for (int i = 0; i < means.Count; i++)
        {
            (double Mean, double Weight, int Count) block = (means[i], totals[i], 1);
            while (blocks.TryPeek(out var before) && before.Mean >= block.Mean)
            {
                blocks.Pop();
                double weight = before.Weight + block.Weight;
                block = (((before.Mean * before.Weight) + (block.Mean * block.Weight)) / weight, weight, before.Count + block.Count);
            }

            blocks.Push(block);
        }

        return [.. blocks.Reverse().SelectMany(block => Enumerable.Repeat(Math.Clamp(block.Mean, 0, 1), block.Count))];
    }
}
