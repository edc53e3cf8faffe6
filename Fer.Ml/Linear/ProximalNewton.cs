namespace Fer.Ml;

/// <summary>
/// Minimises a logistic loss plus the sum of the coefficients' magnitudes: a quadratic model of the loss in the parameters of one
/// class after the other, minimised with the penalty by coordinate descent, then a line search (Yuan, Ho and Lin, 2012).
/// </summary>
internal sealed class ProximalNewton(LogisticLoss loss, double strength, double tolerance, int maxIterations, IProgress<double>? progress)
{
    private const int MaxSweeps = 1000;

    private readonly double[] _derivatives = new double[loss.Rows * loss.Width];
    private readonly double[] _gradient = new double[loss.Length];

    /// <summary>Minimises from a start on.</summary>
    /// <returns>The iterations: passes over all classes.</returns>
    public int Minimize(double[] parameters)
    {
        int iteration = 0;
        double violation = double.PositiveInfinity;
        while (iteration < maxIterations && violation > tolerance)
        {
            bool moved = false;
            for (int output = 0; output < loss.Outputs; output++)
                moved |= Improve(parameters, output);
            Recentre(parameters);
            loss.Evaluate(parameters, _gradient);
            violation = Violation(parameters);
            iteration++;
            progress?.Report((double)iteration / maxIterations);
            if (!moved)
                break; // rounding leaves nothing to gain
        }

        return iteration;
    }

    /// <summary>A step in the parameters of one class.</summary>
    private bool Improve(double[] parameters, int output)
    {
        double value = loss.Evaluate(parameters, _gradient) + Magnitude(parameters);
        loss.Differentiate(parameters, _derivatives);
        double[] curvature = GramMatrix.Compute(loss.Rows, loss.Inputs, (row, destination) =>
        {
            double second = loss.Curvature(row, output, _derivatives[row * loss.Width + output]);
            loss.WriteRow(row, Math.Sqrt(loss.Weight(row) * second), destination);
        }, loss.Parallel);
        double[] direction = MinimizeModel(parameters, output, curvature);

        double predicted = 0;
        for (int input = 0; input < loss.Inputs; input++)
        {
            double old = parameters[input * loss.Width + output];
            predicted += _gradient[input * loss.Width + output] * direction[input];
            if (input < loss.Columns)
                predicted += strength * (Math.Abs(old + direction[input]) - Math.Abs(old));
        }

        if (!(predicted < 0))
            return false;
        double[] start = [.. parameters];
        var ignored = new double[loss.Length];
        for (double step = 1; step > 1e-10; step /= 2)
        {
            for (int input = 0; input < loss.Inputs; input++)
                parameters[input * loss.Width + output] = start[input * loss.Width + output] + step * direction[input];
            double reached = loss.Evaluate(parameters, ignored) + Magnitude(parameters);
            if (reached <= value + 0.01 * step * predicted || (step == 1 && reached <= value + 1e-14 * Math.Abs(value)))
                return true;
        }

        start.CopyTo(parameters, 0);
        return false;
    }

    /// <summary>Coordinate descent on gradient * d + d' curvature d / 2 + strength * |w + d|.</summary>
    private double[] MinimizeModel(double[] parameters, int output, double[] curvature)
    {
        var direction = new double[loss.Inputs];
        var slopes = new double[loss.Inputs]; // of the quadratic model where the direction ends
        for (int input = 0; input < loss.Inputs; input++)
            slopes[input] = _gradient[input * loss.Width + output];
        double first = 0;
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double greatest = 0;
            for (int input = 0; input < loss.Inputs; input++)
            {
                double second = curvature[input * (loss.Inputs + 1)];
                if (!(second > 0))
                    continue;
                double old = parameters[input * loss.Width + output] + direction[input];
                double wanted = old - slopes[input] / second;
                double shrunk = input < loss.Columns ? Soften(wanted, strength / second) : wanted;
                double change = shrunk - old;
                if (change == 0)
                    continue;
                direction[input] += change;
                DenseVectors.AddScaled(slopes, change, curvature.AsSpan(input * loss.Inputs, loss.Inputs));
                greatest = Math.Max(greatest, change * change * second);
            }

            first = Math.Max(first, greatest);
            if (greatest <= 1e-16 * first)
                break;
        }

        return direction;
    }

    /// <summary>
    /// The same amount off all classes' coefficients of a feature changes no probability: takes off their median, which makes the
    /// sum of magnitudes least.
    /// </summary>
    private void Recentre(double[] parameters)
    {
        if (loss.Outputs == 1)
            return;
        var sorted = new double[loss.Outputs];
        for (int input = 0; input < loss.Columns; input++)
        {
            Span<double> values = parameters.AsSpan(input * loss.Width, loss.Outputs);
            values.CopyTo(sorted);
            Array.Sort(sorted);
            // Of an even number, all amounts between the middle two are as good; the one nearest to 0 changes least.
            double lower = sorted[(sorted.Length - 1) / 2], upper = sorted[sorted.Length / 2];
            double median = Math.Clamp(0, lower, upper);
            for (int i = 0; i < values.Length; i++)
                values[i] -= median;
        }
    }

    /// <summary>The greatest magnitude of a subgradient of the whole, nearest to 0 where there are several.</summary>
    private double Violation(double[] parameters)
    {
        double greatest = 0;
        for (int input = 0; input < loss.Inputs; input++)
        {
            for (int output = 0; output < loss.Outputs; output++)
            {
                double slope = _gradient[input * loss.Width + output];
                double value = parameters[input * loss.Width + output];
                if (input < loss.Columns)
                    slope = value != 0 ? slope + Math.Sign(value) * strength : Soften(slope, strength);
                greatest = Math.Max(greatest, Math.Abs(slope));
            }
        }

        return greatest;
    }

    private double Magnitude(double[] parameters)
    {
        double sum = 0;
        for (int i = 0; i < loss.Columns * loss.Width; i++)
            sum += Math.Abs(parameters[i]);
        return strength * sum;
    }

    private static double Soften(double value, double amount) =>
        value > amount ? value - amount : value < -amount ? value + amount : 0;
}
