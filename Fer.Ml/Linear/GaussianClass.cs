using System.Buffers;

namespace Fer.Ml;

/// <summary>A normal distribution of some columns, with the logarithm of how probable it is.</summary>
internal sealed class GaussianClass
{
    private readonly SquaredLengths _lengths;

    public GaussianClass(double offset, double[] mean, double[] whitening)
    {
        Offset = offset;
        Mean = mean;
        Whitening = whitening;
        _lengths = new SquaredLengths(whitening, mean);
    }

    /// <summary>The logarithms of the prior and of the density at the mean, but for a constant.</summary>
    public double Offset { get; }

    public double[] Mean { get; }

    /// <summary>Outputs x columns: applied to differences from the mean, it makes them independent and of variance 1.</summary>
    public double[] Whitening { get; }

    /// <summary>Regularises a covariance and inverts its root.</summary>
    /// <param name="logPrior">The logarithm of the class's prior.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="covariance">Columns x columns.</param>
    /// <param name="regularization">The share of the identity.</param>
    /// <param name="rows">The rows it was taken from: it has no more directions than rows.</param>
    public static GaussianClass Create(double logPrior, double[] mean, double[] covariance, double regularization, int rows)
    {
        int columns = mean.Length;
        if (rows >= columns && Cholesky.TryDecompose(Regularize(covariance, columns, regularization), columns) is { } cholesky)
            return new GaussianClass(logPrior - 0.5 * cholesky.LogDeterminant, mean, InverseOf(cholesky));

        // Singular values up to rounding stand for directions without any spread.
        var eigen = SymmetricEigen.Decompose(covariance, columns);
        int directions = Math.Min(rows, columns);
        double least = Math.Max(eigen.Values[^1], 1e-150) * 1e-30;
        double logDeterminant = 0;
        var whitening = new double[directions * columns];
        for (int i = 0; i < directions; i++)
        {
            int index = columns - 1 - i;
            double variance = (1 - regularization) * Math.Max(eigen.Values[index], least) + regularization;
            logDeterminant += Math.Log(variance);
            DenseVectors.AddScaled(whitening.AsSpan(i * columns, columns), 1 / Math.Sqrt(variance), eigen.Vector(index));
        }

        return new GaussianClass(logPrior - 0.5 * logDeterminant, mean, whitening);
    }

    /// <summary>Computes the logarithm of the density times the prior for some rows.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="scores">Where those of all classes go.</param>
    /// <param name="label">The class's place in a row of scores.</param>
    /// <param name="classes">The scores of a row.</param>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores, int label, int classes)
    {
        int count = rows.Length / Mean.Length;
        double[] lengths = ArrayPool<double>.Shared.Rent(count);
        _lengths.Compute(rows, lengths);
        for (int row = 0; row < count; row++)
            scores[row * classes + label] = Offset - 0.5 * lengths[row];
        ArrayPool<double>.Shared.Return(lengths);
    }

    private static double[] Regularize(double[] covariance, int columns, double amount)
    {
        double[] regularized = Array.ConvertAll(covariance, value => (1 - amount) * value);
        for (int column = 0; column < columns; column++)
            regularized[column * (columns + 1)] += amount;
        return regularized;
    }

    /// <summary>The inverse of the lower triangle.</summary>
    private static double[] InverseOf(Cholesky cholesky)
    {
        int size = cholesky.Size;
        var inverse = new double[size * size];
        var column = new double[size];
        for (int j = 0; j < size; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            cholesky.SolveLower(column);
            for (int i = j; i < size; i++)
                inverse[i * size + j] = column[i];
        }

        return inverse;
    }
}
