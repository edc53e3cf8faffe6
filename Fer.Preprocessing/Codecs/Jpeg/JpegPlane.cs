namespace Fer.Preprocessing;

/// <summary>The samples of one component to be encoded, in whole blocks; the ones beyond the edges repeat those at the edges.</summary>
internal sealed class JpegPlane
{
    private readonly byte[] _samples;

    private JpegPlane(int width, int height)
    {
        BlocksPerRow = (width + 7) / 8;
        BlocksPerColumn = (height + 7) / 8;
        _samples = new byte[Stride * 8 * BlocksPerColumn];
    }

    public int BlocksPerRow { get; }

    public int BlocksPerColumn { get; }

    private int Stride => BlocksPerRow * 8;

    /// <summary>The one plane of a grey picture.</summary>
    public static JpegPlane FromGray(Image image)
    {
        var plane = new JpegPlane(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
            image.Row(y).CopyTo(plane.Row(y));
        plane.Extend(image.Width, image.Height);
        return plane;
    }

    /// <summary>Y, Cb and Cr of an RGB picture after JFIF, in libjpeg's 16-bit fixed point.</summary>
    public static JpegPlane[] FromRgb(Image image)
    {
        JpegPlane[] planes = [new(image.Width, image.Height), new(image.Width, image.Height), new(image.Width, image.Height)];
        const int Half = 1 << 15;
        const int Offset = (128 << 16) + Half - 1;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> rgb = image.Row(y);
            Span<byte> luma = planes[0].Row(y);
            Span<byte> blue = planes[1].Row(y);
            Span<byte> red = planes[2].Row(y);
            for (int x = 0; x < image.Width; x++)
            {
                (int r, int g, int b) = (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]);
                luma[x] = (byte)(((19595 * r) + (38470 * g) + (7471 * b) + Half) >> 16);
                blue[x] = (byte)(((-11059 * r) - (21709 * g) + (32768 * b) + Offset) >> 16);
                red[x] = (byte)(((32768 * r) - (27439 * g) - (5329 * b) + Offset) >> 16);
            }
        }

        foreach (JpegPlane plane in planes)
            plane.Extend(image.Width, image.Height);
        return planes;
    }

    /// <summary>Half the samples in x and in y: means of four, halves rounded down and up in turn, as libjpeg does.</summary>
    /// <param name="width">The columns of this plane that count.</param>
    /// <param name="height">The rows of this plane that count.</param>
    public JpegPlane Halve(int width, int height)
    {
        int halfHeight = (height + 1) / 2;
        var half = new JpegPlane((width + 1) / 2, halfHeight);
        for (int y = 0; y < halfHeight; y++)
        {
            ReadOnlySpan<byte> upper = Row(2 * y);
            ReadOnlySpan<byte> lower = Row(Math.Min((2 * y) + 1, height - 1));
            Span<byte> row = half.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                int left = Math.Min(2 * x, width - 1);
                int right = Math.Min((2 * x) + 1, width - 1);
                row[x] = (byte)((upper[left] + upper[right] + lower[left] + lower[right] + 1 + (x & 1)) >> 2);
            }
        }

        half.ExtendDown(halfHeight);
        return half;
    }

    /// <summary>The samples of a block, less 128.</summary>
    public void CopyBlock(int row, int column, Span<int> block)
    {
        for (int y = 0; y < 8; y++)
        {
            ReadOnlySpan<byte> samples = Row((row * 8) + y).Slice(column * 8, 8);
            for (int x = 0; x < 8; x++)
                block[(y * 8) + x] = samples[x] - 128;
        }
    }

    private Span<byte> Row(int y) => _samples.AsSpan(y * Stride, Stride);

    private void Extend(int width, int height)
    {
        for (int y = 0; y < height; y++)
            Row(y)[width..].Fill(Row(y)[width - 1]);
        ExtendDown(height);
    }

    private void ExtendDown(int height)
    {
        for (int y = height; y < BlocksPerColumn * 8; y++)
            Row(height - 1).CopyTo(Row(y));
    }
}
