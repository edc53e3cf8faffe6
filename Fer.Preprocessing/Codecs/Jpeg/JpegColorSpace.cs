namespace Fer.Preprocessing;

/// <summary>What the components of a JPEG file mean.</summary>
internal enum JpegColorSpace
{
    Grayscale,
    YCbCr,
    Rgb,
}
