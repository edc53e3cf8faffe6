namespace Fer.Preprocessing;

/// <summary>
/// A bound of the error of a squared distance computed as n_a + n_b - 2ab from packed rows in float32, so that exact neighbours can
/// be had from it: <c>|computed - true| &lt;= Relative * (n_a + n_b) + 2 * Absolute</c>.
/// </summary>
/// <remarks>
/// With u = 2^-24: rounding the moved and scaled values contributes 4u; a dot product of m roundings along its longest path m u /
/// (1 - m u) (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.1), where 2 |a| |b| &lt;= n_a + n_b; norms, the
/// last sums and this bound's own rounding less than 12u. What lies below float32's smallest number adds the absolute part: each
/// product of two values of up to 2^40 is off by less than 2^-105.
/// </remarks>
internal readonly struct Precision
{
    private const double Unit = 1.0 / (1 << 24);

    /// <summary>The bound for rows of so many columns.</summary>
    public Precision(int columns)
    {
        int roundings = Math.Min(columns, DotProductKernel.DepthStep) + 1 + columns / DotProductKernel.DepthStep + 1;
        Relative = (roundings / (1 - roundings * Unit) + 16) * Unit * 1.01;
        Absolute = columns * Math.ScaleB(1, -105);
    }

    /// <summary>The part of the error that grows with the norms.</summary>
    public double Relative { get; }

    /// <summary>The part that does not.</summary>
    public double Absolute { get; }

    /// <summary>What a norm becomes so that distances made of it are lower bounds.</summary>
    public float LowerNorm(double norm) => (float)(norm * (1 - Relative) - Absolute);

    /// <summary>An upper bound of a squared distance of which the lower bound is known.</summary>
    public float UpperBound(float lowerBound, float norm1, float norm2) =>
        MathF.BitIncrement((float)(lowerBound + 2 * (Relative * ((double)norm1 + norm2) + 2 * Absolute)));
}
