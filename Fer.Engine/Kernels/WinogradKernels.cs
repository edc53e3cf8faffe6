namespace Fer.Engine;

/// <summary>
/// The transforms of Winograd's convolution F(4x4, 3x3) (Lavin and Gray, "Fast algorithms for convolutional neural networks",
/// 2016): with the points 0, 1, -1, 2, -2 a 4 x 4 tile of outputs Y comes from a 6 x 6 tile of inputs d and a 3 x 3 kernel g as
/// <c>Y = A' [(G g G') * (B' d B)] A</c>, the product * value by value: 36 products instead of 144. Backward to the weights
/// <c>dg = G' [(B' d B) * (A dY A')] G</c>.
/// </summary>
internal abstract unsafe class WinogradKernels
{
    /// <summary>The side of a tile of outputs.</summary>
    public const int OutputTile = 4;

    /// <summary>The side of a tile of inputs.</summary>
    public const int InputTile = 6;

    /// <summary>The values of a transformed tile.</summary>
    public const int Points = InputTile * InputTile;

    /// <summary>Channels are transformed so many at a time; their number must be a multiple.</summary>
    public abstract int Width { get; }

    /// <summary>B' d B for all channels of a tile.</summary>
    /// <param name="pixels">Pointers to the channels of the tile's 36 pixels, row by row.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="result">Point i goes to <c>result + i * step</c>, channel by channel.</param>
    /// <param name="step">From one point to the next.</param>
    public abstract void TransformInput(float** pixels, int channels, float* result, nint step);

    /// <summary>A' m A for all channels of a tile.</summary>
    /// <param name="points">Point i lies at <c>points + i * step</c>.</param>
    /// <param name="step">From one point to the next.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="bias">One value per channel, or null for none.</param>
    /// <param name="result">16 pixels of <paramref name="channels"/> values, row by row.</param>
    public abstract void TransformOutput(float* points, nint step, int channels, float* bias, float* result);

    /// <summary>A dY A' for channels of a tile.</summary>
    /// <param name="pixels">Pointers to the channels of the tile's 16 pixels, row by row.</param>
    /// <param name="first">The first channel.</param>
    /// <param name="channels">How many.</param>
    /// <param name="result">Point i goes to <c>result + i * step</c>.</param>
    /// <param name="step">From one point to the next.</param>
    public abstract void TransformGradient(float** pixels, int first, int channels, float* result, nint step);

    /// <summary>G g G' for a row of outputs.</summary>
    /// <param name="taps">Tap i of the kernel lies at <c>taps + i * tapStep</c>, output by output.</param>
    /// <param name="tapStep">From one tap to the next.</param>
    /// <param name="flip">Whether the taps are taken in reverse, as going back to the input needs them.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="result">Point i goes to <c>result + i * step</c>.</param>
    /// <param name="step">From one point to the next.</param>
    public abstract void TransformWeights(float* taps, nint tapStep, bool flip, int outputs, float* result, nint step);

    /// <summary>G' u G for a row of outputs.</summary>
    /// <param name="points">Point i lies at <c>points + i * step</c>, output by output.</param>
    /// <param name="step">From one point to the next.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="result">Tap i goes to <c>result + i * tapStep</c>.</param>
    /// <param name="tapStep">From one tap to the next.</param>
    public abstract void TransformWeightGradient(float* points, nint step, int outputs, float* result, nint tapStep);
}
