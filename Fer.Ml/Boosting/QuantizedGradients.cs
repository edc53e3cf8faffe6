namespace Fer.Ml;

/// <summary>
/// Rounds gradients and hessians to whole numbers whose sums just fit in 31 bits, in the manner of Shi et al., "Quantized Training of
/// Gradient Boosting Decision Trees", 2022, but finer: the mean gradient of n rows is a number of 31 - log2(n) bits, so that plain
/// rounding serves and leaf values need no correction.
/// </summary>
/// <param name="GradientScale">Multiplied with it, gradients become whole numbers.</param>
/// <param name="HessianScale">Multiplied with it, hessians become whole numbers.</param>
internal readonly record struct QuantizedGradients(double GradientScale, double HessianScale)
{
    /// <summary>Rounds and packs.</summary>
    /// <param name="gradients">The gradients of all rows.</param>
    /// <param name="hessians">The hessians of all rows, 0 or more.</param>
    /// <param name="rows">The rows to take.</param>
    /// <param name="packed">Becomes the packed pairs of these rows.</param>
    public static QuantizedGradients Quantize(
        ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians, ReadOnlySpan<int> rows, Span<long> packed)
    {
        double gradientTotal = 0, hessianTotal = 0;
        foreach (int row in rows)
        {
            gradientTotal += Math.Abs(gradients[row]);
            hessianTotal += hessians[row];
        }

        double most = int.MaxValue - (double)rows.Length; // rounding adds at most a half per row
        var scales = new QuantizedGradients(ScaleOf(gradientTotal), ScaleOf(hessianTotal));
        for (int i = 0; i < rows.Length; i++)
        {
            packed[i] = PackedSum.Pack(
                (int)Math.Round(gradients[rows[i]] * scales.GradientScale), (int)Math.Round(hessians[rows[i]] * scales.HessianScale));
        }

        return scales;

        double ScaleOf(double total) => total > 0 && double.IsFinite(most / total) ? most / total : 1;
    }
}
