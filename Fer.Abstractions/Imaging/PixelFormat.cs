namespace Fer;

/// <summary>How the bytes of a pixel are laid out; the value is the number of bytes per pixel.</summary>
public enum PixelFormat
{
    /// <summary>One byte of luminance.</summary>
    Gray8 = 1,

    /// <summary>Red, green, blue.</summary>
    Rgb24 = 3,

    /// <summary>Red, green, blue, alpha (not premultiplied).</summary>
    Rgba32 = 4,
}
