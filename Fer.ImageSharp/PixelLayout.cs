namespace Fer.ImageSharp;

/// <summary>What a file's pixels are decoded to.</summary>
/// <param name="Format">The layout of the picture that is handed out.</param>
/// <param name="IsDeep">Whether the file has more than 8 bits per channel.</param>
internal readonly record struct PixelLayout(PixelFormat Format, bool IsDeep = false)
{
    /// <summary>The bytes that ImageSharp takes for a pixel.</summary>
    public int DecodedBytes => (int)Format * (IsDeep ? 2 : 1);

    public static PixelLayout Of(bool isGray, bool hasAlpha, bool isDeep = false) => (isGray, hasAlpha) switch
    {
        (_, true) => new PixelLayout(PixelFormat.Rgba32, isDeep),
        (true, _) => new PixelLayout(PixelFormat.Gray8, isDeep),
        _ => new PixelLayout(PixelFormat.Rgb24, isDeep),
    };
}
