namespace Fer.Preprocessing;

/// <summary>PNG's colour types (PNG specification, table 11.1); a bit mask of palette (1), colour (2) and alpha (4).</summary>
internal enum PngColorType : byte
{
    Grayscale = 0,
    Truecolor = 2,
    Palette = 3,
    GrayscaleAlpha = 4,
    TruecolorAlpha = 6,
}
