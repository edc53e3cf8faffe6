namespace Fer.Preprocessing;

/// <summary>
/// Contrast-limited adaptive histogram equalisation as it reads in a textbook (K. Zuiderveld, "Contrast Limited Adaptive Histogram
/// Equalization", Graphics Gems IV, 1994), with OpenCV 4's borders, redistribution and rounding. It serves pictures of 16 bits, and
/// the vectorised code for 8 bits is tested against it.
/// </summary>
internal sealed class ReferenceClahe
{
    private readonly ClaheGrid _grid;
    private readonly int[] _histogram;
    private readonly ushort[] _luts;
    private readonly (int Cell, float Weight)[] _columns;

    /// <param name="grid">The pictures' tiles.</param>
    public ReferenceClahe(ClaheGrid grid)
    {
        _grid = grid;
        _histogram = new int[grid.Levels];
        _luts = new ushort[(long)grid.X.Tiles * grid.Y.Tiles * grid.Levels];
        _columns = new (int, float)[grid.X.Length];
        for (int x = 0; x < _columns.Length; x++)
            _columns[x] = grid.X.Locate(x);
    }

    /// <summary>Equalises a picture of the grid's size.</summary>
    public void Apply(ReadOnlySpan<ushort> source, int sourceStride, Span<ushort> destination, int destinationStride)
    {
        for (int tileY = 0; tileY < _grid.Y.Tiles; tileY++)
        {
            for (int tileX = 0; tileX < _grid.X.Tiles; tileX++)
            {
                CountTile(source, sourceStride, tileX, tileY);
                ClipHistogram(_histogram, _grid.ClipLimit);
                BuildLut(Lut(tileX, tileY));
            }
        }

        for (int y = 0; y < _grid.Y.Length; y++)
            InterpolateRow(source.Slice(y * sourceStride, _grid.X.Length), destination.Slice(y * destinationStride, _grid.X.Length), y);
    }

    /// <summary>Cuts the bins to the limit and spreads what was cut: the same to all bins, the rest one each at even distances.</summary>
    internal static void ClipHistogram(Span<int> histogram, int limit)
    {
        int excess = 0;
        foreach (ref int bin in histogram)
        {
            int over = Math.Max(bin - limit, 0);
            excess += over;
            bin -= over;
        }

        (int share, int rest) = Math.DivRem(excess, histogram.Length);
        foreach (ref int bin in histogram)
            bin += share;

        int step = histogram.Length / Math.Max(rest, 1);
        for (int i = 0; i < rest; i++)
            histogram[i * step]++;
    }

    private Span<ushort> Lut(int tileX, int tileY) => _luts.AsSpan(((tileY * _grid.X.Tiles) + tileX) * _grid.Levels, _grid.Levels);

    private void CountTile(ReadOnlySpan<ushort> source, int stride, int tileX, int tileY)
    {
        Array.Clear(_histogram);
        int left = tileX * _grid.X.TileLength;
        int top = tileY * _grid.Y.TileLength;
        for (int y = top; y < top + _grid.Y.TileLength; y++)
        {
            ReadOnlySpan<ushort> row = source.Slice(_grid.Y.Reflect(y) * stride, _grid.X.Length);
            for (int x = left; x < left + _grid.X.TileLength; x++)
                _histogram[row[_grid.X.Reflect(x)]]++;
        }
    }

    private void BuildLut(Span<ushort> lut)
    {
        int sum = 0;
        for (int level = 0; level < lut.Length; level++)
        {
            sum += _histogram[level];
            lut[level] = Round(sum * _grid.Scale);
        }
    }

    private void InterpolateRow(ReadOnlySpan<ushort> source, Span<ushort> destination, int y)
    {
        (int cellY, float bottomWeight) = _grid.Y.Locate(y);
        (int topTile, int bottomTile) = _grid.Y.TilesOf(cellY);
        float topWeight = 1f - bottomWeight;
        for (int x = 0; x < source.Length; x++)
        {
            (int cellX, float rightWeight) = _columns[x];
            (int leftTile, int rightTile) = _grid.X.TilesOf(cellX);
            float leftWeight = 1f - rightWeight;
            int level = source[x];
            float top = (Lut(leftTile, topTile)[level] * leftWeight) + (Lut(rightTile, topTile)[level] * rightWeight);
            float bottom = (Lut(leftTile, bottomTile)[level] * leftWeight) + (Lut(rightTile, bottomTile)[level] * rightWeight);
            destination[x] = Round((top * topWeight) + (bottom * bottomWeight));
        }
    }

    // To the nearest, halves to even; single precision may end a little above the highest level.
    private ushort Round(float value) => (ushort)Math.Min((int)MathF.Round(value), _grid.Levels - 1);
}
