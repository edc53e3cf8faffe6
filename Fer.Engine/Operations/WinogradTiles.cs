namespace Fer.Engine;

/// <summary>How 4 x 4 tiles cover the outputs of a 3 x 3 convolution of stride 1, and which pixels each looks at.</summary>
/// <param name="Source">The pictures convolved.</param>
/// <param name="Result">What comes out.</param>
/// <param name="Padding">The zeros around them.</param>
internal sealed unsafe record WinogradTiles(TensorShape Source, TensorShape Result, int Padding)
{
    private const int OutputTile = WinogradKernels.OutputTile;
    private const int InputTile = WinogradKernels.InputTile;

    private int Columns => (Result.Width + OutputTile - 1) / OutputTile;

    /// <summary>The tiles of one picture.</summary>
    public int PerPicture => (Result.Height + OutputTile - 1) / OutputTile * Columns;

    /// <summary>The first pixel of a tile of the results.</summary>
    public (int Picture, int Y, int X) Locate(int tile)
    {
        (int picture, int place) = Math.DivRem(tile, PerPicture);
        return (picture, place / Columns * OutputTile, place % Columns * OutputTile);
    }

    /// <summary>Pointers to the 36 input pixels of a tile; zeros outside the picture.</summary>
    public void PointToInputs(int tile, float* source, float* zeros, float** pixels) =>
        Point(tile, Source, -Padding, InputTile, source, zeros, pixels);

    /// <summary>Pointers to the 16 output pixels of a tile; zeros outside the picture.</summary>
    public void PointToOutputs(int tile, float* result, float* zeros, float** pixels) =>
        Point(tile, Result, 0, OutputTile, result, zeros, pixels);

    private void Point(int tile, TensorShape shape, int offset, int side, float* values, float* zeros, float** pixels)
    {
        (int picture, int top, int left) = Locate(tile);
        float* start = values + (nint)picture * shape.Size;
        for (int i = 0; i < side * side; i++)
        {
            int y = top + offset + i / side, x = left + offset + i % side;
            bool inside = (uint)y < (uint)shape.Height && (uint)x < (uint)shape.Width;
            pixels[i] = inside ? start + ((nint)y * shape.Width + x) * shape.Channels : zeros;
        }
    }
}
