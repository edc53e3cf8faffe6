namespace Fer.Ml;

/// <summary>Linear equations with a symmetric positive semidefinite matrix.</summary>
internal static class PositiveSystem
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Solves A x = b for several b in place; the solution of least norm where A is singular to working precision.</summary>
    /// <param name="matrix">Size x size.</param>
    /// <param name="size">The rows.</param>
    /// <param name="vectors">One b after the other.</param>
    public static void Solve(double[] matrix, int size, Span<double> vectors)
    {
        // Columns of very different scales make no matrix singular.
        var scales = new double[size];
        for (int i = 0; i < size; i++)
            scales[i] = matrix[i * size + i] > 0 ? 1 / Math.Sqrt(matrix[i * size + i]) : 1;
        var scaled = new double[matrix.Length];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                scaled[i * size + j] = matrix[i * size + j] * scales[i] * scales[j];
        }

        if (Cholesky.TryDecompose(scaled, size, -size * Epsilon) is null || Cholesky.TryDecompose(scaled, size) is not { } cholesky)
        {
            SolveSingular(matrix, size, vectors);
            return;
        }

        for (int first = 0; first < vectors.Length; first += size)
        {
            Span<double> vector = vectors.Slice(first, size);
            Scale(vector, scales);
            cholesky.Solve(vector);
            Scale(vector, scales);
        }
    }

    private static void SolveSingular(double[] matrix, int size, Span<double> vectors)
    {
        var eigen = SymmetricEigen.Decompose(matrix, size);
        double limit = Math.Max(eigen.Values[^1], 0) * Epsilon * size;
        for (int first = 0; first < vectors.Length; first += size)
            eigen.Solve(vectors.Slice(first, size), limit);
    }

    private static void Scale(Span<double> vector, double[] scales)
    {
        for (int i = 0; i < vector.Length; i++)
            vector[i] *= scales[i];
    }
}
