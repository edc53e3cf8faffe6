namespace Fer;

/// <summary>
/// How pictures are decoded, and the limits that a decoder keeps, so that a small hostile file cannot ask for a huge picture.
/// </summary>
public sealed record ImageDecoderOptions
{
    /// <summary>The options used when none are given.</summary>
    public static ImageDecoderOptions Default { get; } = new();

    /// <summary>The most pixels (width times height) a picture may have. Default 100 million.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>
    /// The most bytes a file may unpack to: the pixels, and all that a decoder needs beside them at once, such as the coefficients of
    /// a progressive JPEG or a second copy to turn the picture. Checked before any of it is taken. Default 1 GiB.
    /// </summary>
    public long MaxDecompressedBytes { get; init; } = 1L << 30;

    /// <summary>Whether a picture is turned and mirrored as its EXIF data say, so that up is up. Default true.</summary>
    public bool ApplyOrientation { get; init; } = true;

    /// <summary>Where decoders of large pictures (JPEG, PNG) take the pixels' memory from. Default null: new memory.</summary>
    public PixelPool? PixelPool { get; init; }

    /// <summary>For decoders: a picture with any values, of the pool's memory if there is one, of which every pixel is to be set.</summary>
    /// <inheritdoc cref="Image(int, int, PixelFormat)"/>
    public Image CreateImage(int width, int height, PixelFormat format) => PixelPool is { } pool
        ? pool.Rent(width, height, format)
        : new Image(width, height, format, GC.AllocateUninitializedArray<byte>(Image.ByteCount(width, height, format)));
}
