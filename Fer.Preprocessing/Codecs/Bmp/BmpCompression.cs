namespace Fer.Preprocessing;

/// <summary>How the pixels of a BMP file are stored (BITMAPINFOHEADER.biCompression).</summary>
internal enum BmpCompression
{
    None = 0,
    RunLength8 = 1,
    RunLength4 = 2,

    /// <summary>Not compressed; masks tell where the colours lie.</summary>
    BitFields = 3,

    /// <summary>The same with a mask for alpha.</summary>
    AlphaBitFields = 6,
}
