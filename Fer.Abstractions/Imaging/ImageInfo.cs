namespace Fer;

/// <summary>What a picture file says of itself before its pixels are decoded.</summary>
/// <param name="FormatName">The file format, for example "JPEG".</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Format">The layout its pixels are decoded to.</param>
public sealed record ImageInfo(string FormatName, int Width, int Height, PixelFormat Format);
