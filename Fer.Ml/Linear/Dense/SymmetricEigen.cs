using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Fer.Ml;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix, for those that <see cref="Cholesky"/> cannot decompose.</summary>
/// <param name="Values">Rising.</param>
/// <param name="Vectors">A vector per row, in the values' order.</param>
internal sealed record SymmetricEigen(double[] Values, double[] Vectors)
{
    /// <summary>The rows of the matrix.</summary>
    public int Size => Values.Length;

    /// <summary>Decomposes a matrix of size x size.</summary>
    public static SymmetricEigen Decompose(ReadOnlySpan<double> matrix, int size)
    {
        Evd<double> eigen = new DenseMatrix(size, size, matrix.ToArray()).Evd(Symmetricity.Symmetric);
        return new SymmetricEigen(
            [.. eigen.EigenValues.Select(value => value.Real)], ((DenseMatrix)eigen.EigenVectors).Values);
    }

    /// <summary>The eigenvector of one value.</summary>
    public ReadOnlySpan<double> Vector(int index) => Vectors.AsSpan(index * Size, Size);

    /// <summary>The least-squares solution of least norm of A x = b, in place; eigenvalues up to a limit count as 0.</summary>
    public void Solve(Span<double> values, double limit)
    {
        var solution = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            if (Values[i] > limit)
                DenseVectors.AddScaled(solution, DenseVectors.Dot(Vector(i), values) / Values[i], Vector(i));
        }

        solution.CopyTo(values);
    }
}
