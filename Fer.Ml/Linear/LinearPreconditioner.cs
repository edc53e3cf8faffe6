namespace Fer.Ml;

/// <summary>An approximate inverse of the loss's second derivatives, the same for each score.</summary>
internal sealed class LinearPreconditioner
{
    private readonly Cholesky _cholesky;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _width;

    private LinearPreconditioner(Cholesky cholesky, int inputs, int outputs, int width)
    {
        _cholesky = cholesky;
        _inputs = inputs;
        _outputs = outputs;
        _width = width;
    }

    /// <summary>Decomposes the second derivatives of one score.</summary>
    /// <param name="matrix">Inputs x inputs, without the penalty.</param>
    /// <param name="inputs">The features, and 1 for the intercept.</param>
    /// <param name="penalized">How many of them are penalised, the first ones.</param>
    /// <param name="l2">The strength of the penalty.</param>
    /// <param name="outputs">The scores.</param>
    /// <param name="width">The scores and their padding.</param>
    public static LinearPreconditioner Create(double[] matrix, int inputs, int penalized, double l2, int outputs, int width)
    {
        for (int column = 0; column < penalized; column++)
            matrix[column * (inputs + 1)] += l2;

        // Where columns depend on each other, a little more on the diagonal does no harm: only the way to the optimum changes.
        for (double part = 1e-14; ; part *= 100)
        {
            if (Cholesky.TryDecompose(matrix, inputs) is { } cholesky)
                return new LinearPreconditioner(cholesky, inputs, outputs, width);
            for (int i = 0; i < inputs; i++)
                matrix[i * (inputs + 1)] = Math.Max(matrix[i * (inputs + 1)] * (1 + part), 1e-100);
        }
    }

    /// <summary>Multiplies a gradient with the approximate inverse, in place.</summary>
    public void Apply(double[] vector)
    {
        var column = new double[_inputs];
        for (int output = 0; output < _outputs; output++)
        {
            for (int input = 0; input < _inputs; input++)
                column[input] = vector[input * _width + output];
            _cholesky.Solve(column);
            for (int input = 0; input < _inputs; input++)
                vector[input * _width + output] = column[input];
        }
    }
}
