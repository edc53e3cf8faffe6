namespace Fer.Preprocessing;

/// <summary>Many pictures on one: a grid to look at, for example the random variants of a picture.</summary>
public static class ContactSheet
{
    /// <summary>Lays pictures out in rows, from left to right; each in the middle of a cell as large as the largest of them.</summary>
    /// <param name="images">The pictures, at least one, of any size and format.</param>
    /// <param name="columns">How many to a row. Default 0: about as many as there are rows.</param>
    /// <param name="margin">The pixels between cells and around all, from 0 to 65,535. Default 2.</param>
    /// <param name="background">The value of all channels between pictures (alpha is 255). Default 255, white.</param>
    /// <returns>
    /// A picture in grey if all pictures are grey, with alpha if any has it, else in colour.
    /// </returns>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the sheet is larger than memory allows.</exception>
    public static Image Create(IReadOnlyList<Image> images, int columns = 0, int margin = 2, byte background = 255)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
            throw new ArgumentException("A contact sheet needs at least one picture.", nameof(images));
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(margin, ushort.MaxValue);

        columns = Math.Min(images.Count, columns > 0 ? columns : (int)Math.Ceiling(Math.Sqrt(images.Count)));
        int rows = (images.Count + columns - 1) / columns;
        int cellWidth = images.Max(image => image.Width);
        int cellHeight = images.Max(image => image.Height);
        var sheet = new Image(
            Extent(columns, cellWidth, margin), Extent(rows, cellHeight, margin), images.Max(image => image.Format));
        Clear(sheet, background);
        for (int i = 0; i < images.Count; i++)
        {
            int left = margin + (i % columns * (cellWidth + margin)) + ((cellWidth - images[i].Width) / 2);
            int top = margin + (i / columns * (cellHeight + margin)) + ((cellHeight - images[i].Height) / 2);
            Paste(images[i], sheet, left, top);
        }

        return sheet;
    }

    private static int Extent(int cells, int cellSize, int margin) =>
        (int)Math.Min(int.MaxValue, ((long)cells * ((long)cellSize + margin)) + margin);

    private static void Clear(Image sheet, byte background)
    {
        sheet.Pixels.AsSpan().Fill(background);
        if (sheet.Format != PixelFormat.Rgba32)
            return;
        for (int i = 3; i < sheet.Pixels.Length; i += 4)
            sheet.Pixels[i] = 255;
    }

    private static void Paste(Image image, Image sheet, int left, int top)
    {
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> from = image.Row(y);
            Span<byte> to = sheet.Row(top + y).Slice(left * sheet.Channels, image.Width * sheet.Channels);
            if (image.Format == sheet.Format)
                from.CopyTo(to);
            else
                CopyPixels(from, image.Channels, to, sheet.Channels);
        }
    }

    /// <summary>Copies grey or colour to colour with or without alpha, which stays as it is.</summary>
    private static void CopyPixels(ReadOnlySpan<byte> from, int fromChannels, Span<byte> to, int toChannels)
    {
        for (int f = 0, t = 0; f < from.Length; f += fromChannels, t += toChannels)
        {
            for (int c = 0; c < 3; c++)
                to[t + c] = from[f + (fromChannels == 1 ? 0 : c)];
        }
    }
}
