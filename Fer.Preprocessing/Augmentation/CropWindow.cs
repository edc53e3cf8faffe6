namespace Fer.Preprocessing;

/// <summary>A rectangle of a picture, which may reach beyond its edges.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
internal readonly record struct CropWindow(int Left, int Top, int Width, int Height)
{
    /// <summary>A window in the middle of a picture; halves of a pixel round as in torchvision's <c>center_crop</c>.</summary>
    public static CropWindow Center(Image image, int width, int height) =>
        new(CenterOffset(image.Width, width), CenterOffset(image.Height, height), width, height);

    /// <summary>Cuts the window out.</summary>
    /// <param name="image">The picture; it stays as it is.</param>
    /// <param name="border">What lies beyond its edges.</param>
    /// <param name="fill">The value of all channels beyond a constant border.</param>
    public Image CutFrom(Image image, BorderMode border, byte fill)
    {
        var crop = new Image(Width, Height, image.Format);
        for (int y = 0; y < Height; y++)
        {
            int fromY = Top + y;
            bool isInside = (uint)fromY < (uint)image.Height;
            if (isInside || border == BorderMode.Replicate)
                CopyRow(image.Row(Math.Clamp(fromY, 0, image.Height - 1)), crop.Row(y), image.Channels, border, fill);
            else
                crop.Row(y).Fill(fill);
        }

        return crop;
    }

    private void CopyRow(ReadOnlySpan<byte> from, Span<byte> to, int channels, BorderMode border, byte fill)
    {
        int width = from.Length / channels;
        int before = Math.Clamp(-Left, 0, Width);
        int inside = Math.Max(0, Math.Min(width, Left + Width) - Math.Max(0, Left));
        if (inside > 0)
            from.Slice(Math.Max(0, Left) * channels, inside * channels).CopyTo(to[(before * channels)..]);
        Extend(to[..(before * channels)], from[..channels], border, fill);
        Extend(to[((before + inside) * channels)..], from[^channels..], border, fill);
    }

    private static void Extend(Span<byte> row, ReadOnlySpan<byte> edge, BorderMode border, byte fill)
    {
        if (border == BorderMode.Constant)
        {
            row.Fill(fill);
            return;
        }

        for (int i = 0; i < row.Length; i += edge.Length)
            edge.CopyTo(row[i..]);
    }

    private static int CenterOffset(int size, int cropSize) =>
        cropSize <= size ? (int)Math.Round((size - cropSize) / 2.0) : -((cropSize - size) / 2);
}
