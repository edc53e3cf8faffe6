namespace Fer.Ml;

/// <summary>
/// 1 / (1 + exp(A score + B)) of the largest likelihood, with Platt's smoothed targets (J. Platt, "Probabilistic outputs for support
/// vector machines", 1999), found by Newton's method with backtracking (H.-T. Lin, C.-J. Lin, R. Weng, 2007).
/// </summary>
internal sealed class SigmoidCurve(double a, double b) : ICalibrationCurve
{
    private const int MostSteps = 100;
    private const double SmallestStep = 1e-10;
    private const double Ridge = 1e-12; // keeps the Hessian positive definite
    private const double Tolerance = 1e-10;

    public double A => a;

    public double B => b;

    /// <summary>Fits the curve.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="positive">Which of them are of the class.</param>
    /// <param name="weights">A weight per score.</param>
    public static SigmoidCurve Fit(double[] scores, bool[] positive, double[] weights)
    {
        double positives = 0, negatives = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (positive[i])
                positives += weights[i];
            else
                negatives += weights[i];
        }

        double high = (positives + 1) / (positives + 2), low = 1 / (negatives + 2);
        double[] targets = Array.ConvertAll(positive, isPositive => isPositive ? high : low);

        // Newton's steps depend on the scores' size through the ridge alone; scaled scores make them not depend on it at all.
        double scale = scores.Max(Math.Abs);
        if (scale == 0)
            scale = 1;
        double[] scaled = Array.ConvertAll(scores, score => score / scale);
        double a = 0, b = Math.Log((negatives + 1) / (positives + 1));
        double loss = Loss(scaled, targets, weights, a, b);
        for (int step = 0; step < MostSteps; step++)
        {
            double h11 = Ridge, h22 = Ridge, h21 = 0, g1 = 0, g2 = 0;
            for (int i = 0; i < scaled.Length; i++)
            {
                double p = Logistic((a * scaled[i]) + b), curvature = weights[i] * p * (1 - p), gap = weights[i] * (targets[i] - p);
                h11 += scaled[i] * scaled[i] * curvature;
                h21 += scaled[i] * curvature;
                h22 += curvature;
                g1 += scaled[i] * gap;
                g2 += gap;
            }

            if (Math.Abs(g1) < Tolerance && Math.Abs(g2) < Tolerance)
                break;
            double determinant = (h11 * h22) - (h21 * h21);
            double da = -((h22 * g1) - (h21 * g2)) / determinant, db = -((h11 * g2) - (h21 * g1)) / determinant;
            double slope = (g1 * da) + (g2 * db), length = 1;
            while (length >= SmallestStep)
            {
                double newLoss = Loss(scaled, targets, weights, a + (length * da), b + (length * db));
                if (newLoss < loss + (1e-4 * length * slope))
                {
                    (a, b, loss) = (a + (length * da), b + (length * db), newLoss);
                    break;
                }

                length /= 2;
            }

            if (length < SmallestStep)
                break;
        }

        return new SigmoidCurve(a / scale, b);
    }

    public double Evaluate(double score) => Logistic((a * score) + b);

    public void Save(ModelWriter writer)
    {
        writer.Write(CalibrationCurves.Method, (int)CalibrationMethod.Sigmoid);
        writer.Write("a", a);
        writer.Write("b", b);
    }

    public static SigmoidCurve Read(ModelReader reader)
    {
        double a = reader.Read<double>("a"), b = reader.Read<double>("b");
        return double.IsFinite(a) && double.IsFinite(b)
            ? new SigmoidCurve(a, b)
            : throw reader.Invalid("a calibration curve is not finite");
    }

    // 1 / (1 + exp(x)) without overflow
    private static double Logistic(double x) => x >= 0 ? Math.Exp(-x) / (1 + Math.Exp(-x)) : 1 / (1 + Math.Exp(x));

    private static double Loss(double[] scores, double[] targets, double[] weights, double a, double b)
    {
        double loss = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double x = (a * scores[i]) + b;
            loss += weights[i] * (x >= 0
                ? (targets[i] * x) + Math.Log(1 + Math.Exp(-x))
                : ((targets[i] - 1) * x) + Math.Log(1 + Math.Exp(x)));
        }

        return loss;
    }
}
