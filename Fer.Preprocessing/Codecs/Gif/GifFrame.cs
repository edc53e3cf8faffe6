namespace Fer.Preprocessing;

/// <summary>A frame's place on the canvas, and how its pixels are stored (GIF89a specification, 20).</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="IsInterlaced">Whether the rows come in four passes.</param>
/// <param name="Palette">Red, green, blue of each colour: the frame's own table, or the file's.</param>
/// <param name="TransparentColor">The colour that is not drawn; -1 if there is none.</param>
internal sealed record GifFrame(
    int Left, int Top, int Width, int Height, bool IsInterlaced, byte[] Palette, int TransparentColor);
