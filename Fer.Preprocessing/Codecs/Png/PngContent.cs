using System.Buffers;

namespace Fer.Preprocessing;

/// <summary>The chunks of a PNG file that make its picture.</summary>
internal sealed class PngContent : IDisposable
{
    private PngContent(PngHeader header) => Header = header;

    public PngHeader Header { get; }

    /// <summary>Red, green and blue of each palette entry; empty if there is no palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The tRNS chunk: alpha per palette entry, or the colour that is transparent; empty if there is none.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>How the picture is to be turned, as an eXIf chunk before the pixels says.</summary>
    public ExifOrientation Orientation { get; private set; } = ExifOrientation.Upright;

    /// <summary>All IDAT chunks joined: the zlib stream of the rows.</summary>
    public ArraySegment<byte> CompressedRows { get; private set; } = [];

    /// <summary>The layout to decode to: alpha if there is any, grey if there is no colour.</summary>
    public PixelFormat Format => (Header.HasAlphaChannel || Transparency.Length > 0, Header.ColorType) switch
    {
        (true, _) => PixelFormat.Rgba32,
        (false, PngColorType.Grayscale) => PixelFormat.Gray8,
        _ => PixelFormat.Rgb24,
    };

    /// <summary>What decoding needs beside the pixels: two rows, and the pixels of one to be scattered.</summary>
    public long WorkingBytes => (2 * Header.RowBytes(Header.Width)) + (4L * Header.Width);

    /// <summary>Reads what comes before the pixels: enough for size and layout.</summary>
    public static PngContent ReadHeader(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunkReader(file);
        return ReadUpToPixels(ref chunks);
    }

    /// <summary>Reads the whole file up to and including IEND.</summary>
    public static PngContent ReadAll(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunkReader(file);
        PngContent content = ReadUpToPixels(ref chunks);
        content.ReadPixelsAndEnd(ref chunks, file.Length);
        return content;
    }

    /// <summary>Gives memory back to the pool.</summary>
    public void Dispose()
    {
        if (CompressedRows.Array is { Length: > 0 } array)
            ArrayPool<byte>.Shared.Return(array);
        CompressedRows = [];
    }

    // Leaves the reader at the first IDAT chunk.
    private static PngContent ReadUpToPixels(ref PngChunkReader chunks)
    {
        chunks.MoveNext();
        if (!chunks.Type.SequenceEqual("IHDR"u8))
            throw new ImageFormatException($"The PNG file begins with a {chunks.Name} chunk, not with its header (IHDR).");
        chunks.CheckCrc();
        var content = new PngContent(PngHeader.Parse(chunks.Data));
        chunks.MoveNext();
        while (!chunks.Type.SequenceEqual("IDAT"u8))
        {
            content.ReadChunkBeforePixels(in chunks);
            chunks.MoveNext();
        }

        if (content.Header.ColorType == PngColorType.Palette && content.Palette.Length == 0)
            throw new ImageFormatException("The PNG file is corrupt: its pixels need a palette (PLTE), and there is none.");
        return content;
    }

    private void ReadChunkBeforePixels(in PngChunkReader chunks)
    {
        switch (chunks.Type)
        {
            case var type when type.SequenceEqual("PLTE"u8):
                chunks.CheckCrc();
                Palette = ParsePalette(chunks.Data);
                break;
            case var type when type.SequenceEqual("tRNS"u8):
                chunks.CheckCrc();
                Transparency = ParseTransparency(chunks.Data);
                break;
            case var type when type.SequenceEqual("eXIf"u8):
                Orientation = ExifReader.ReadOrientation(chunks.Data);
                break;
            case var type when type.SequenceEqual("IEND"u8):
                throw new ImageFormatException("The PNG file is corrupt: it ends without pixels (IDAT).");
            default:
                RefuseUnknownCritical(in chunks);
                break;
        }
    }

    private void ReadPixelsAndEnd(ref PngChunkReader chunks, int fileLength)
    {
        byte[] compressed = ArrayPool<byte>.Shared.Rent(fileLength);
        int length = 0;
        while (chunks.Type.SequenceEqual("IDAT"u8))
        {
            chunks.CheckCrc();
            chunks.Data.CopyTo(compressed.AsSpan(length));
            length += chunks.Data.Length;
            chunks.MoveNext();
        }

        CompressedRows = new ArraySegment<byte>(compressed, 0, length);
        while (!chunks.Type.SequenceEqual("IEND"u8))
        {
            if (chunks.Type.SequenceEqual("IDAT"u8))
                throw new ImageFormatException("The PNG file is corrupt: its pixel chunks (IDAT) do not follow each other.");
            if (!chunks.Type.SequenceEqual("PLTE"u8))
                RefuseUnknownCritical(in chunks);
            chunks.MoveNext();
        }

        chunks.CheckCrc();
    }

    private static void RefuseUnknownCritical(in PngChunkReader chunks)
    {
        if (chunks.IsCritical)
            throw new ImageFormatException($"The PNG file has a critical chunk \"{chunks.Name}\" that is not known.");
    }

    private byte[] ParsePalette(ReadOnlySpan<byte> data)
    {
        if (data.Length is 0 or > 768 || data.Length % 3 != 0)
            throw new ImageFormatException($"The PNG file is corrupt: a palette (PLTE) of {data.Length} bytes is not possible.");
        return Header.ColorType == PngColorType.Palette ? data.ToArray() : [];
    }

    private byte[] ParseTransparency(ReadOnlySpan<byte> data)
    {
        if (Header.HasAlphaChannel)
            return [];
        bool fits = Header.ColorType == PngColorType.Palette
            ? data.Length > 0 && data.Length <= Palette.Length / 3
            : data.Length == 2 * Header.Channels;
        if (!fits)
            throw new ImageFormatException($"The PNG file is corrupt: {data.Length} bytes of transparency (tRNS) do not fit its colours.");
        return data.ToArray();
    }
}
