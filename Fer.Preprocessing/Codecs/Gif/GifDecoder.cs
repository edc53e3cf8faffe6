namespace Fer.Preprocessing;

/// <summary>
/// Reads the first frame of GIF files (GIF87a, GIF89a) on their canvas. It becomes <see cref="PixelFormat.Rgba32"/> if the frame has a
/// transparent colour or does not cover the canvas, the rest of which is then transparent, as browsers show it; else
/// <see cref="PixelFormat.Rgb24"/>. A frame that goes beyond the canvas enlarges it.
/// </summary>
public sealed class GifDecoder : IImageDecoder
{
    /// <inheritdoc/>
    public string FormatName => "GIF";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> data) => GifReader.Recognizes(data);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        var reader = new GifReader(data);
        return Describe(in reader, reader.ReadFirstFrame());
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null)
    {
        var reader = new GifReader(data);
        GifFrame frame = reader.ReadFirstFrame();
        ImageInfo info = Describe(in reader, frame);
        if (frame.Palette.Length == 0)
            throw new ImageFormatException("The GIF file is corrupt: its first frame has no colour table.");
        byte[] packed = reader.ReadPixelData(out int codeSize);
        reader.ReadToEnd();

        long workingBytes = packed.Length + ((long)frame.Width * frame.Height);
        ImageLimits.Check(FormatName, info.Width, info.Height, info.Format, workingBytes, options);
        byte[] indexes = GifLzw.Decode(packed, codeSize, frame.Width * frame.Height);
        var image = new Image(info.Width, info.Height, info.Format);
        Draw(frame, indexes, image);
        return image;
    }

    private static ImageInfo Describe(in GifReader reader, GifFrame frame)
    {
        int width = Math.Max(reader.ScreenWidth, frame.Left + frame.Width);
        int height = Math.Max(reader.ScreenHeight, frame.Top + frame.Height);
        bool covers = frame.Width == width && frame.Height == height;
        return new ImageInfo("GIF", width, height, covers && frame.TransparentColor < 0 ? PixelFormat.Rgb24 : PixelFormat.Rgba32);
    }

    private static void Draw(GifFrame frame, byte[] indexes, Image image)
    {
        int source = 0;
        foreach (int y in Rows(frame))
        {
            Span<byte> row = image.Row(frame.Top + y)[(frame.Left * image.Channels)..];
            DrawRow(indexes.AsSpan(source, frame.Width), frame, image.Channels, row);
            source += frame.Width;
        }
    }

    // Interlaced: every eighth row from 0 and from 4, every fourth from 2, every second from 1.
    private static IEnumerable<int> Rows(GifFrame frame)
    {
        (int Start, int Step)[] passes = frame.IsInterlaced ? [(0, 8), (4, 8), (2, 4), (1, 2)] : [(0, 1)];
        foreach ((int start, int step) in passes)
        {
            for (int y = start; y < frame.Height; y += step)
                yield return y;
        }
    }

    private static void DrawRow(ReadOnlySpan<byte> indexes, GifFrame frame, int channels, Span<byte> row)
    {
        ReadOnlySpan<byte> palette = frame.Palette;
        for (int x = 0; x < indexes.Length; x++)
        {
            int index = indexes[x];
            if (index == frame.TransparentColor)
                continue; // the canvas is transparent already
            if (3 * index >= palette.Length)
                throw new ImageFormatException($"The GIF file is corrupt: colour {index} of a table of {palette.Length / 3}.");
            Span<byte> pixel = row.Slice(x * channels, channels);
            palette.Slice(3 * index, 3).CopyTo(pixel);
            if (channels == 4)
                pixel[3] = 255;
        }
    }
}
