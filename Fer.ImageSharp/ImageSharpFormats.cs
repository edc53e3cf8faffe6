namespace Fer.ImageSharp;

/// <summary>The file formats that ImageSharp reads.</summary>
[Flags]
public enum ImageSharpFormats
{
    /// <summary>No format.</summary>
    None = 0,

    /// <summary>WebP, lossy and lossless.</summary>
    WebP = 1,

    /// <summary>TIFF and BigTIFF.</summary>
    Tiff = 1 << 1,

    /// <summary>Truevision TGA.</summary>
    Tga = 1 << 2,

    /// <summary>Quite OK Image.</summary>
    Qoi = 1 << 3,

    /// <summary>JPEG.</summary>
    Jpeg = 1 << 4,

    /// <summary>PNG.</summary>
    Png = 1 << 5,

    /// <summary>Windows and OS/2 bitmaps.</summary>
    Bmp = 1 << 6,

    /// <summary>GIF.</summary>
    Gif = 1 << 7,

    /// <summary>PBM, PGM and PPM.</summary>
    Pnm = 1 << 8,

    /// <summary>The formats that the embedded codecs of Fer.Preprocessing lack.</summary>
    Additional = WebP | Tiff | Tga | Qoi,

    /// <summary>
    /// Every format. Of truncated JPEG, PNG, BMP, GIF and PNM files ImageSharp makes up what is missing; the embedded codecs refuse them.
    /// </summary>
    All = Additional | Jpeg | Png | Bmp | Gif | Pnm,
}
