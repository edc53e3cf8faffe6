namespace Fer.Preprocessing;

/// <summary>
/// How one side of a picture, its columns or its rows, is cut into tiles, and between which two tiles' centres each pixel lies.
/// The arithmetic is OpenCV 4's, in single precision.
/// </summary>
internal readonly struct TileAxis
{
    private readonly float _inverseTileLength;

    /// <param name="length">The picture's pixels along this side.</param>
    /// <param name="tiles">The number of tiles.</param>
    /// <param name="padded">
    /// Whether the picture grows by <c>tiles - length % tiles</c> pixels: it does on both sides as soon as either is no multiple of
    /// its tiles, so that a side which is a multiple grows by a whole tile's worth of <paramref name="tiles"/> pixels.
    /// </param>
    public TileAxis(int length, int tiles, bool padded)
    {
        Length = length;
        Tiles = tiles;
        TileLength = (int)(((long)length + (padded ? tiles - (length % tiles) : 0)) / tiles);
        _inverseTileLength = 1f / TileLength;
    }

    /// <summary>The picture's pixels along this side.</summary>
    public int Length { get; }

    /// <summary>The number of tiles.</summary>
    public int Tiles { get; }

    /// <summary>The pixels of a tile along this side.</summary>
    public int TileLength { get; }

    /// <summary>
    /// The number of cells. A cell lies between the centres of two neighbouring tiles, the first and last ones beyond the outermost
    /// centres: cell c between tiles c - 1 and c, where these exist.
    /// </summary>
    public int Cells => Tiles + 1;

    /// <summary>The pixel mirrored into the picture (without repeating its edge), as often as it takes.</summary>
    /// <param name="position">0 or more.</param>
    public int Reflect(int position)
    {
        if (position < Length)
            return position;
        int period = Math.Max(1, 2 * (Length - 1));
        position %= period;
        return position < Length ? position : period - position;
    }

    /// <summary>The cell of a pixel, and the weight of the cell's second tile; the first has 1 minus this.</summary>
    public (int Cell, float Weight) Locate(int position)
    {
        float tile = (position * _inverseTileLength) - 0.5f;
        float floor = MathF.Floor(tile);
        return ((int)floor + 1, tile - floor);
    }

    /// <summary>The tiles between whose centres a cell lies; the same one twice at the borders.</summary>
    public (int First, int Second) TilesOf(int cell) => (Math.Max(cell - 1, 0), Math.Min(cell, Tiles - 1));
}
