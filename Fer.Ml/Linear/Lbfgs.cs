namespace Fer.Ml;

/// <summary>Limited-memory BFGS for smooth convex functions: Nocedal and Wright, "Numerical Optimization" (2006), algorithm 7.4.</summary>
internal sealed class Lbfgs
{
    private const int Memory = 10;

    private readonly Queue<Correction> _corrections = new();
    private readonly Action<double[]> _precondition;
    private double _scale = 1;

    private Lbfgs(Action<double[]> precondition) => _precondition = precondition;

    /// <summary>Computes a function's value and writes its gradient.</summary>
    public delegate double Function(double[] parameters, double[] gradient);

    /// <summary>Minimises a convex function.</summary>
    /// <param name="parameters">Where to start; where it ends.</param>
    /// <param name="function">The function.</param>
    /// <param name="precondition">Multiplies a vector with an approximate inverse of the second derivatives, in place.</param>
    /// <param name="tolerance">It ends when no derivative has a greater magnitude.</param>
    /// <param name="maxIterations">The most iterations.</param>
    /// <param name="done">Told the number of each iteration done.</param>
    /// <returns>The iterations.</returns>
    public static int Minimize(
        double[] parameters, Function function, Action<double[]> precondition, double tolerance, int maxIterations, Action<int> done)
    {
        var lbfgs = new Lbfgs(precondition);
        var gradient = new double[parameters.Length];
        double value = function(parameters, gradient);
        var search = new LineSearch(function, parameters.Length);
        int iteration = 0;
        while (iteration < maxIterations && DenseVectors.MaxMagnitude(gradient) > tolerance)
        {
            double[] direction = lbfgs.Direction(gradient);
            if (!search.Run(parameters, value, gradient, direction))
                break; // rounding leaves nothing to gain
            value = search.Value;
            lbfgs.Remember(search.Step, direction, search.Gradient, gradient);
            search.Accept(parameters, gradient);
            done(++iteration);
        }

        return iteration;
    }

    /// <summary>Minus the approximate inverse of the second derivatives times the gradient, by the two loops.</summary>
    private double[] Direction(double[] gradient)
    {
        double[] direction = Array.ConvertAll(gradient, value => -value);
        foreach (Correction correction in _corrections.Reverse())
        {
            correction.Alpha = correction.Rho * DenseVectors.Dot(correction.Step, direction);
            DenseVectors.AddScaled(direction, -correction.Alpha, correction.Change);
        }

        _precondition(direction);
        for (int i = 0; i < direction.Length; i++)
            direction[i] *= _scale;
        foreach (Correction correction in _corrections)
        {
            double beta = correction.Rho * DenseVectors.Dot(correction.Change, direction);
            DenseVectors.AddScaled(direction, correction.Alpha - beta, correction.Step);
        }

        return direction;
    }

    private void Remember(double length, double[] direction, double[] newGradient, double[] gradient)
    {
        var change = new double[gradient.Length];
        for (int i = 0; i < change.Length; i++)
        {
            direction[i] *= length;
            change[i] = newGradient[i] - gradient[i];
        }

        double curvature = DenseVectors.Dot(direction, change);
        if (!(curvature > 0))
            return;
        double[] preconditioned = [.. change];
        _precondition(preconditioned);
        _scale = curvature / DenseVectors.Dot(change, preconditioned);
        if (_corrections.Count == Memory)
            _corrections.Dequeue();
        _corrections.Enqueue(new Correction(direction, change, 1 / curvature));
    }

    private sealed record Correction(double[] Step, double[] Change, double Rho)
    {
        public double Alpha { get; set; }
    }
}
