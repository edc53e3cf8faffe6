using System.Buffers.Binary;
using System.IO.Compression;

namespace Fer.Preprocessing;

/// <summary>
/// Writes PNG files with 8 bits per channel: grey, RGB or RGBA. Each row gets the filter whose result has the smallest sum
/// of absolute values, the heuristic that the PNG specification suggests (12.7).
/// </summary>
public sealed class PngEncoder : IImageEncoder
{
    /// <inheritdoc/>
    public string FormatName => "PNG";

    /// <inheritdoc/>
    public string MediaType => "image/png";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".png"];

    /// <inheritdoc/>
    public void Encode(Image image, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(PngChunkReader.Signature);
        WriteHeader(destination, image);
        WritePixels(destination, image);
        WriteChunk(destination, "IEND"u8, []);
    }

    private static void WriteHeader(Stream destination, Image image)
    {
        PngColorType colorType = image.Format switch
        {
            PixelFormat.Gray8 => PngColorType.Grayscale,
            PixelFormat.Rgb24 => PngColorType.Truecolor,
            _ => PngColorType.TruecolorAlpha,
        };
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)colorType;
        WriteChunk(destination, "IHDR"u8, header);
    }

    private static void WritePixels(Stream destination, Image image)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            WriteRows(zlib, image);
        WriteChunk(destination, "IDAT"u8, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    private static void WriteRows(Stream zlib, Image image)
    {
        int rowBytes = image.Width * image.Channels;
        byte[] best = new byte[1 + rowBytes];
        byte[] candidate = new byte[1 + rowBytes];
        ReadOnlySpan<byte> above = new byte[rowBytes];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            long bestCost = long.MaxValue;
            for (int type = 0; type < PngFilter.Count; type++)
            {
                candidate[0] = (byte)type;
                PngFilter.Apply(type, row, above, image.Channels, candidate.AsSpan(1));
                long cost = SumOfAbsoluteValues(candidate.AsSpan(1));
                if (cost < bestCost)
                {
                    bestCost = cost;
                    (best, candidate) = (candidate, best);
                }
            }

            zlib.Write(best);
            above = row;
        }
    }

    private static long SumOfAbsoluteValues(ReadOnlySpan<byte> filtered)
    {
        long sum = 0;
        foreach (byte value in filtered)
            sum += Math.Abs((int)(sbyte)value);
        return sum;
    }

    private static void WriteChunk(Stream destination, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        destination.Write(number);
        destination.Write(type);
        destination.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(type, data));
        destination.Write(number);
    }
}
