namespace Fer.Preprocessing;

/// <summary>The tiles of a picture of a certain size, and the limits that follow from their area.</summary>
internal sealed class ClaheGrid
{
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="levels">How many levels a pixel has: 256 or 65,536.</param>
    /// <param name="options">The tiles and the clip limit.</param>
    public ClaheGrid(int width, int height, int levels, ClaheOptions options)
    {
        bool padded = width % options.TilesX != 0 || height % options.TilesY != 0;
        Levels = levels;
        X = new TileAxis(width, options.TilesX, padded);
        Y = new TileAxis(height, options.TilesY, padded);
        TileArea = checked(X.TileLength * Y.TileLength);
        Scale = (float)(levels - 1) / TileArea;
        // The conversion saturates: a limit beyond all pixels clips nothing.
        ClipLimit = options.ClipLimit > 0 ? Math.Max((int)(options.ClipLimit * TileArea / levels), 1) : int.MaxValue;
    }

    /// <summary>How many levels a pixel has: 256 or 65,536.</summary>
    public int Levels { get; }

    /// <summary>The columns.</summary>
    public TileAxis X { get; }

    /// <summary>The rows.</summary>
    public TileAxis Y { get; }

    /// <summary>The pixels of a tile, mirrored ones among them.</summary>
    public int TileArea { get; }

    /// <summary>What the cumulative histogram is multiplied by to give levels.</summary>
    public float Scale { get; }

    /// <summary>The most pixels that a bin keeps; <see cref="int.MaxValue"/> without a limit.</summary>
    public int ClipLimit { get; }
}
