namespace Fer.Ml;

/// <summary>
/// A sum of quantised gradients and one of hessians in one 64-bit number: gradient x 2^32 + hessian. Sums and differences of such
/// numbers are exact, so they do not depend on the order of the rows or on the number of threads.
/// </summary>
internal static class PackedSum
{
    public static long Pack(int gradient, int hessian) => ((long)gradient << 32) + hessian;

    public static int Gradient(long packed) => (int)(packed >> 32);

    public static int Hessian(long packed) => (int)packed;
}
