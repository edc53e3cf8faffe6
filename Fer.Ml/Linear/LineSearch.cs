namespace Fer.Ml;

/// <summary>
/// Finds how far to go along a direction so that the slope is small enough (Wolfe's conditions), for convex functions: there the
/// slope only rises, and its sign says on which side of the minimum a step ends.
/// </summary>
internal sealed class LineSearch(Lbfgs.Function function, int length)
{
    private const int MaxTrials = 30;
    private const double SlopeBehind = 0.9; // of the first slope, while the function still falls
    private const double SlopeBeyond = 0.5; // once it rises again
    private const double Rounding = 1e-14;

    private double[] _parameters = new double[length];

    /// <summary>The step found.</summary>
    public double Step { get; private set; }

    /// <summary>The function's value there.</summary>
    public double Value { get; private set; }

    /// <summary>The gradient there.</summary>
    public double[] Gradient { get; private set; } = new double[length];

    /// <summary>Searches from a point along a direction; false when rounding leaves nothing to gain.</summary>
    public bool Run(double[] parameters, double value, double[] gradient, double[] direction)
    {
        double slope = DenseVectors.Dot(gradient, direction);
        if (!(slope < 0))
            return false;
        double low = 0, lowSlope = slope, high = double.PositiveInfinity, highSlope = 0;
        Step = 1;
        for (int trial = 0; trial < MaxTrials; trial++)
        {
            parameters.CopyTo(_parameters, 0);
            DenseVectors.AddScaled(_parameters, Step, direction);
            Value = function(_parameters, Gradient);
            double newSlope = DenseVectors.Dot(Gradient, direction);
            bool lower = Value <= value + 1e-4 * Step * slope || Value <= value + Rounding * Math.Abs(value);
            if (lower && newSlope >= SlopeBehind * slope && newSlope <= -SlopeBeyond * slope)
                return true;
            if (lower && newSlope < 0)
            {
                (low, lowSlope) = (Step, newSlope);
            }
            else
            {
                (high, highSlope) = (Step, newSlope);
            }

            Step = Next(low, lowSlope, high, highSlope);
        }

        return Value < value;
    }

    /// <summary>Moves to the point found.</summary>
    public void Accept(double[] parameters, double[] gradient)
    {
        _parameters.CopyTo(parameters, 0);
        Gradient.CopyTo(gradient, 0);
    }

    /// <summary>Where the slope would be 0 if it were linear between both ends, but well within them.</summary>
    private static double Next(double low, double lowSlope, double high, double highSlope)
    {
        if (double.IsInfinity(high))
            return Math.Max(2 * low, 1e-10) * 2;
        double middle = low + (high - low) / 2;
        if (!(highSlope > 0))
            return middle;
        double width = high - low;
        double root = low - lowSlope * width / (highSlope - lowSlope);
        return Math.Clamp(root, low + 0.1 * width, high - 0.1 * width);
    }
}
