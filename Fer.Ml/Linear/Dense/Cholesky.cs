namespace Fer.Ml;

/// <summary>The Cholesky decomposition A = L L' of a symmetric positive definite matrix.</summary>
internal sealed class Cholesky
{
    private readonly double[] _lower;
    private readonly double[] _upper;

    private Cholesky(double[] lower, int size)
    {
        _lower = lower;
        _upper = new double[lower.Length];
        Size = size;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                _upper[j * size + i] = lower[i * size + j];
        }
    }

    /// <summary>The rows of the matrix.</summary>
    public int Size { get; }

    /// <summary>The logarithm of the determinant of A.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Size; i++)
                sum += 2 * Math.Log(_lower[i * Size + i]);
            return sum;
        }
    }

    /// <summary>Decomposes a matrix, or gives null when it is not positive definite.</summary>
    /// <param name="matrix">Size x size, symmetric; it is not changed.</param>
    /// <param name="size">The rows.</param>
    /// <param name="shift">What to add to the diagonal.</param>
    public static Cholesky? TryDecompose(ReadOnlySpan<double> matrix, int size, double shift = 0)
    {
        var lower = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            Span<double> row = lower.AsSpan(i * size, i + 1);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = lower.AsSpan(j * size, j + 1);
                row[j] = (matrix[i * size + j] - DenseVectors.Dot(row[..j], other[..j])) / other[j];
            }

            double square = matrix[i * size + i] + shift - DenseVectors.Dot(row[..i], row[..i]);
            if (!(square > 0) || double.IsInfinity(square))
                return null;
            row[i] = Math.Sqrt(square);
        }

        return new Cholesky(lower, size);
    }

    /// <summary>Solves A x = b in place.</summary>
    public void Solve(Span<double> values)
    {
        SolveLower(values);
        for (int i = Size - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = _upper.AsSpan(i * Size, Size);
            values[i] = (values[i] - DenseVectors.Dot(row[(i + 1)..], values[(i + 1)..Size])) / row[i];
        }
    }

    /// <summary>Solves L x = b in place.</summary>
    public void SolveLower(Span<double> values)
    {
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<double> row = _lower.AsSpan(i * Size, i + 1);
            values[i] = (values[i] - DenseVectors.Dot(row[..i], values[..i])) / row[i];
        }
    }
}
