namespace Fer.Engine;

/// <summary>The inner loops of a depthwise convolution, over runs of pixels whose inputs under each tap are equally far apart.</summary>
internal abstract unsafe class DepthwiseKernels
{
    /// <summary>The most taps of one call; larger kernels take several.</summary>
    public const int MaxTaps = 49;

    /// <summary>For each pixel p: <c>result[p][c] (+)= bias[c] + sum over taps t of rows[t][p * step + c] * weights[t][c]</c>.</summary>
    /// <param name="rows">For each tap, the channels under it at the first pixel.</param>
    /// <param name="weights">For each tap, its weights.</param>
    /// <param name="taps">The taps, up to <see cref="MaxTaps"/>.</param>
    /// <param name="step">From one pixel's inputs to the next's.</param>
    /// <param name="bias">One value per channel, or null for none.</param>
    /// <param name="result">Pixels x channels values.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="pixels">The pixels.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    public abstract void SumProducts(
        float** rows, float** weights, int taps, nint step, float* bias, float* result, int channels, int pixels, bool accumulate);

    /// <summary>For each tap t: <c>sums[t][c] += sum over pixels p of rows[t][p * step + c] * gradient[p][c]</c>.</summary>
    /// <param name="rows">For each tap, the channels under it at the first pixel.</param>
    /// <param name="sums">For each tap, its sums.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="step">From one pixel's inputs to the next's.</param>
    /// <param name="gradient">Pixels x channels values.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="pixels">The pixels.</param>
    public abstract void AddProducts(float** rows, float** sums, int taps, nint step, float* gradient, int channels, int pixels);
}
