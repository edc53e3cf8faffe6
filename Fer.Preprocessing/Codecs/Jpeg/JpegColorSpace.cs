namespace Fer.Preprocessing;

/// <summary>What the components of a JPEG file mean.</summary>
internal enum JpegColorSpace
{
    Grayscale,
    YCbCr,
    Rgb,

    /// <summary>Cyan, magenta, yellow and black, stored inverted: 255 is no ink.</summary>
    Cmyk,

    /// <summary>The first three of CMYK as YCbCr, and black.</summary>
    Ycck,
}
