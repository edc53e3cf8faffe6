namespace Fer.Preprocessing;

/// <summary>The parameters of contrast-limited adaptive histogram equalisation; derive variants by <c>with</c>.</summary>
/// <example><code>var strong = ClaheOptions.Default with { ClipLimit = 4 };</code></example>
public sealed record ClaheOptions
{
    /// <summary>Clip limit 2, 8 x 8 tiles.</summary>
    public static ClaheOptions Default { get; } = new();

    /// <summary>
    /// How high a bin of a tile's histogram may be, in multiples of the mean bin: a bin keeps at most
    /// <c>max(1, floor(ClipLimit * tileWidth * tileHeight / levels))</c> pixels, with 256 or 65,536 levels. Zero or less does not
    /// limit the contrast at all. Default 2, the usual choice for faces; OpenCV's own default is 40.
    /// </summary>
    public double ClipLimit { get; init; } = 2;

    /// <summary>The number of tiles side by side, at least 1. Default 8, as in OpenCV.</summary>
    public int TilesX { get; init; } = 8;

    /// <summary>The number of tiles one below the other, at least 1. Default 8, as in OpenCV.</summary>
    public int TilesY { get; init; } = 8;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    internal void Validate()
    {
        if (double.IsNaN(ClipLimit))
            throw new ArgumentOutOfRangeException(nameof(ClipLimit), ClipLimit, "The clip limit is a number; 0 does not limit.");
        ArgumentOutOfRangeException.ThrowIfLessThan(TilesX, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TilesY, 1);
    }
}
