using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>A comparison of rows, from their norms and products.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Gamma">The coefficient of the radial basis function.</param>
internal readonly record struct KernelFunction(SvcKernel Kind, double Gamma)
{
    /// <summary>Replaces products of one row with others by the function's values.</summary>
    /// <param name="products">x'y for each other row y.</param>
    /// <param name="norm">The squared norm of the one row x.</param>
    /// <param name="norms">The squared norms of the others.</param>
    public void Apply(Span<double> products, double norm, ReadOnlySpan<double> norms)
    {
        if (Kind == SvcKernel.Linear)
            return;
        norms = norms[..products.Length];
        ref double product = ref MemoryMarshal.GetReference(products);
        ref double other = ref MemoryMarshal.GetReference(norms);
        int i = 0;
        for (; i <= products.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> distances =
                Vector512.Create(norm) + Vector512.LoadUnsafe(ref other, (nuint)i) - 2 * Vector512.LoadUnsafe(ref product, (nuint)i);
            Vector512.Exp(-Gamma * distances).StoreUnsafe(ref product, (nuint)i);
        }

        for (; i < products.Length; i++)
            products[i] = Math.Exp(-Gamma * (norm + norms[i] - 2 * products[i]));
    }
}
