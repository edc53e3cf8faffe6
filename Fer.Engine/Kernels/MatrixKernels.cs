namespace Fer.Engine;

/// <summary>
/// The two matrix kernels that convolutions and linear layers are made of. Both compute a tile of <see cref="TileRows"/>
/// rows by <see cref="PanelWidth"/> columns in registers; their right-hand sides are packed into panels of that width.
/// </summary>
internal abstract unsafe class MatrixKernels
{
    /// <summary>The rows of a register tile.</summary>
    public const int TileRows = 6;

    /// <summary>With fewer channels than this, the taps' values are gathered into one row instead of visited tap by tap.</summary>
    public const int ShallowDepth = 8;

    /// <summary>The columns of a register tile: two registers.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>The loops of depthwise convolutions for the same registers.</summary>
    public abstract DepthwiseKernels Depthwise { get; }

    /// <summary>The transforms of Winograd's convolution for the same registers.</summary>
    public abstract WinogradKernels Winograd { get; }

    /// <summary>The number of panels that so many columns fill, the last one perhaps in part.</summary>
    public int Panels(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    /// <summary>
    /// One tile of an indirect convolution (Dukhan, "The indirect convolution algorithm", 2019):
    /// <c>output[i][j] = act(bias[j] + addend[i][j] + sum over taps t and channels c of rows[t * 6 + i][c] * panel[t * depth + c][j])</c>.
    /// </summary>
    /// <param name="rows">For each tap, six pointers to <paramref name="depth"/> input channels each.</param>
    /// <param name="taps">The taps, those that all six rows miss left out.</param>
    /// <param name="tapNumbers">Each tap's place among the panel's; null if they are its first ones in order.</param>
    /// <param name="depth">The channels per tap.</param>
    /// <param name="panel">taps x depth x PanelWidth weights.</param>
    /// <param name="bias">PanelWidth values, or null for none.</param>
    /// <param name="addend">Laid out as the output, which it may be; null for none.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="output">Where the tile goes.</param>
    /// <param name="outputStride">From one row of the output to the next.</param>
    /// <param name="validRows">How many rows to write, up to six.</param>
    /// <param name="validColumns">How many columns to write, up to PanelWidth.</param>
    public abstract void Convolve(
        float** rows, int taps, int* tapNumbers, int depth, float* panel, float* bias, float* addend, bool relu,
        float* output, int outputStride, int validRows, int validColumns);

    /// <summary>
    /// One tile of an outer-product sum over pixels, for weight gradients:
    /// <c>tile[i][j] (+)= sum over rows r and pixels x of left[leftRows[r] + x * leftStep + i] * right[(r * pixels + x)][j]</c>.
    /// </summary>
    /// <param name="left">Packed inputs: six channels side by side.</param>
    /// <param name="leftRows">Where each row of pixels starts in <paramref name="left"/>.</param>
    /// <param name="leftStep">From one pixel to the next in <paramref name="left"/>.</param>
    /// <param name="right">Packed output gradients: rows x pixels x PanelWidth.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="pixels">Pixels per row.</param>
    /// <param name="tile">The tile, rows PanelWidth apart.</param>
    /// <param name="validRows">How many of its rows to write, up to six.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    public abstract void AccumulateOuterProducts(
        float* left, int* leftRows, int leftStep, float* right, int rows, int pixels, float* tile, int validRows, bool accumulate);

    /// <summary>The kernels of a register width.</summary>
    public static MatrixKernels For(InstructionSet set) => set switch
    {
        InstructionSet.Vector512 => new MatrixKernels<Simd512>(),
        InstructionSet.Vector256 => new MatrixKernels<Simd256>(),
        InstructionSet.Vector128 => new MatrixKernels<Simd128>(),
        _ => new MatrixKernels<SimdScalar>(),
    };
}
