namespace Fer;

/// <summary>Limits that a decoder keeps, so that a small hostile file cannot ask for a huge picture.</summary>
public sealed record ImageDecoderOptions
{
    /// <summary>The limits used when none are given.</summary>
    public static ImageDecoderOptions Default { get; } = new();

    /// <summary>The most pixels (width times height) a picture may have. Default 100 million.</summary>
    public long MaxPixels { get; init; } = 100_000_000;
}
