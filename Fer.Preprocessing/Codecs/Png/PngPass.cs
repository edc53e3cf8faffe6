namespace Fer.Preprocessing;

/// <summary>
/// The pixels that a PNG file stores together: all of them, or every few in x and y for each of the seven passes of an
/// interlaced file (Adam7; PNG specification, 8.2).
/// </summary>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY)
{
    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    public static IReadOnlyList<PngPass> Of(PngHeader header) => header.Interlaced ? Adam7 : Whole;

    /// <summary>The number of bytes that all rows of all passes have, each with its filter byte.</summary>
    public static long TotalBytes(PngHeader header)
    {
        long total = 0;
        foreach (PngPass pass in Of(header))
        {
            int width = pass.Width(header);
            if (width > 0)
                total += (1 + header.RowBytes(width)) * pass.Height(header);
        }

        return total;
    }

    public int Width(PngHeader header) => Steps(header.Width, Left, StepX);

    public int Height(PngHeader header) => Steps(header.Height, Top, StepY);

    private static int Steps(int size, int start, int step) => size <= start ? 0 : ((size - start - 1) / step) + 1;
}
