namespace Fer.Preprocessing;

/// <summary>The header of a PBM, PGM or PPM file (netpbm's pbm(5), pgm(5), ppm(5)), and where its samples begin.</summary>
internal sealed record PnmHeader(char Kind, int Width, int Height, int MaxValue, int DataStart)
{
    /// <summary>Whether the samples are decimal numbers.</summary>
    public bool IsText => Kind <= '3';

    public bool IsBitmap => Kind is '1' or '4';

    public PixelFormat Format => Kind is '3' or '6' ? PixelFormat.Rgb24 : PixelFormat.Gray8;

    /// <summary>The fewest bytes that the samples can take; the number of bytes if they are binary.</summary>
    public long MinDataBytes
    {
        get
        {
            long samples = (long)Width * Height * (int)Format;
            return Kind switch
            {
                '1' => samples, // digits without space
                '4' => ((Width + 7L) / 8) * Height,
                '2' or '3' => (2 * samples) - 1,
                _ => samples * BytesPerSample,
            };
        }
    }

    public int BytesPerSample => MaxValue > 255 ? 2 : 1;

    public static bool Recognizes(ReadOnlySpan<byte> file) =>
        file.Length >= 3 && file[0] == 'P' && file[1] is >= (byte)'1' and <= (byte)'6' && PnmTextReader.IsSpace(file[2]);

    public static PnmHeader Parse(ReadOnlySpan<byte> file)
    {
        if (!Recognizes(file))
            throw new ImageFormatException("Not a PBM, PGM or PPM file: it does not begin with P1 to P6 and a space.");
        char kind = (char)file[1];
        var reader = new PnmTextReader(file) { Position = 2 };
        int width = reader.ReadNumber();
        int height = reader.ReadNumber();
        int maxValue = kind is '1' or '4' ? 1 : reader.ReadNumber();
        if (width == 0 || height == 0)
            throw new ImageFormatException($"The P{kind} header claims {width}x{height} pixels.");
        if (maxValue is 0 or > 65535)
            throw new ImageFormatException($"The P{kind} header claims a greatest value of {maxValue}, which is not among 1 to 65535.");
        if (reader.Position >= file.Length || !PnmTextReader.IsSpace(file[reader.Position]))
            throw new ImageFormatException($"The P{kind} file is truncated or corrupt: its header does not end with a space.");
        return new PnmHeader(kind, width, height, maxValue, reader.Position + 1);
    }
}
