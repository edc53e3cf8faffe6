namespace Fer.Evaluation;

/// <summary>
/// The receiver operating characteristic of one class against the rest, as scikit-learn 1.2's <c>roc_curve</c>: it starts at
/// (0, 0) with a threshold of the highest score + 1 and ends at (1, 1).
/// </summary>
/// <param name="FalsePositiveRate">Rising: the share of the other classes' samples at or above each threshold; NaN without any.</param>
/// <param name="TruePositiveRate">Rising: the share of the class's samples at or above each threshold; NaN without any.</param>
/// <param name="Thresholds">Falling: the distinct scores, after one that no sample reaches.</param>
public sealed record RocCurve(
    IReadOnlyList<double> FalsePositiveRate, IReadOnlyList<double> TruePositiveRate, IReadOnlyList<double> Thresholds)
{
    /// <summary>The area under the curve by trapezoids: 0.5 is chance, 1 perfect; NaN unless the class and the rest have samples.</summary>
    public double AreaUnderCurve
    {
        get
        {
            if (Thresholds.Count == 0)
                return double.NaN;
            double area = 0;
            for (int i = 1; i < Thresholds.Count; i++)
            {
                double width = FalsePositiveRate[i] - FalsePositiveRate[i - 1];
                area += width * (TruePositiveRate[i] + TruePositiveRate[i - 1]) / 2;
            }

            return area;
        }
    }

    /// <summary>Computes the curve of a class; empty without samples.</summary>
    /// <param name="predictions">The predictions; the class's probability is the score.</param>
    /// <param name="positiveClass">The class.</param>
    /// <param name="dropIntermediate">Whether points are left out that lie on the line between their neighbours.</param>
    public static RocCurve Compute(Predictions predictions, int positiveClass, bool dropIntermediate = true)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfNegative(positiveClass);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(positiveClass, predictions.Classes.Count);
        if (predictions.Count == 0)
            return new RocCurve([], [], []);
        List<Point> points = CountAboveEachScore(predictions, positiveClass);
        if (dropIntermediate)
            points = [.. points.Where((_, i) => i == 0 || i == points.Count - 1 || IsCorner(points[i - 1], points[i], points[i + 1]))];
        points.Insert(0, new Point(points[0].Threshold + 1, 0, 0));
        double negatives = points[^1].FalsePositives;
        double positives = points[^1].TruePositives;
        return new RocCurve(
            [.. points.Select(point => point.FalsePositives / negatives)],
            [.. points.Select(point => point.TruePositives / positives)],
            [.. points.Select(point => point.Threshold)]);
    }

    private static List<Point> CountAboveEachScore(Predictions predictions, int positiveClass)
    {
        var scores = new double[predictions.Count];
        var isPositive = new bool[predictions.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = predictions.Row(i)[positiveClass];
            isPositive[i] = predictions.Labels[i] == positiveClass;
        }

        Array.Sort(scores, isPositive);
        var points = new List<Point>();
        int falsePositives = 0, truePositives = 0;
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            if (isPositive[i])
                truePositives++;
            else
                falsePositives++;
            bool lastOfEqualScores = i == 0 || scores[i - 1] != scores[i];
            if (lastOfEqualScores)
                points.Add(new Point(scores[i], falsePositives, truePositives));
        }

        return points;
    }

    // A second difference other than zero, in either count: scikit-learn's test, which keeps a few points more than needed.
    private static bool IsCorner(Point before, Point point, Point after) =>
        after.FalsePositives - 2 * point.FalsePositives + before.FalsePositives != 0
        || after.TruePositives - 2 * point.TruePositives + before.TruePositives != 0;

    private readonly record struct Point(double Threshold, int FalsePositives, int TruePositives);
}
