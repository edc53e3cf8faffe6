using System.Buffers;
using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>
/// Writes baseline JPEG files (ITU-T T.81) in a JFIF envelope: grey, or RGB as YCbCr. The files are, byte for byte, those of
/// libjpeg-turbo's cjpeg -baseline at the same quality and subsampling: annex K's tables scaled alike, not optimised, accurate integer DCT.
/// </summary>
public sealed class JpegEncoder : IImageEncoder
{
    private const int MaxSide = 65500; // libjpeg's limit; the format's is 65535

    private readonly int _quality = 95;
    private readonly JpegSubsampling _subsampling = JpegSubsampling.Chroma420;

    /// <summary>How finely coefficients are kept, as libjpeg counts it: 1 (worst) to 100 (best). Default 95, as OpenCV's.</summary>
    public int Quality
    {
        get => _quality;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100);
            _quality = value;
        }
    }

    /// <summary>How colour is sampled. Default <see cref="JpegSubsampling.Chroma420"/>, as OpenCV's and Pillow's.</summary>
    public JpegSubsampling Subsampling
    {
        get => _subsampling;
        init
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Not a chroma subsampling.");
            _subsampling = value;
        }
    }

    /// <inheritdoc/>
    public string FormatName => "JPEG";

    /// <inheritdoc/>
    public string MediaType => "image/jpeg";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg"];

    /// <inheritdoc/>
    /// <exception cref="FerException">The picture has transparent pixels, or more than 65,500 rows or columns.</exception>
    public void Encode(Image image, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(destination);
        if (image.Width > MaxSide || image.Height > MaxSide)
        {
            throw new FerException(
                $"A JPEG file holds at most {MaxSide}x{MaxSide} pixels, not {image.Width}x{image.Height}. Write a PNG file.");
        }

        Image opaque = OpaqueImage.From(image, FormatName);
        byte[][] quantization =
        [
            JpegStandardTables.Scale(JpegStandardTables.LuminanceQuantization, Quality),
            JpegStandardTables.Scale(JpegStandardTables.ChrominanceQuantization, Quality),
        ];
        JpegEncoderComponent[] components = CreateComponents(opaque, quantization);

        var file = new ArrayBufferWriter<byte>(1 << 12);
        WriteHeaders(file, opaque, components, quantization);
        WriteScan(file, opaque, components);
        file.Write<byte>([0xFF, JpegMarker.EndOfImage]);
        destination.Write(file.WrittenSpan);
    }

    private JpegEncoderComponent[] CreateComponents(Image image, byte[][] quantization)
    {
        if (image.Format == PixelFormat.Gray8)
            return [new(1, JpegPlane.FromGray(image), 1, quantization[0])];
        JpegPlane[] planes = JpegPlane.FromRgb(image);
        if (Subsampling == JpegSubsampling.Chroma444)
            return [new(1, planes[0], 1, quantization[0]), new(2, planes[1], 1, quantization[1]), new(3, planes[2], 1, quantization[1])];
        return
        [
            new(1, planes[0], 2, quantization[0]),
            new(2, planes[1].Halve(image.Width, image.Height), 1, quantization[1]),
            new(3, planes[2].Halve(image.Width, image.Height), 1, quantization[1]),
        ];
    }

    private static void WriteHeaders(IBufferWriter<byte> file, Image image, JpegEncoderComponent[] components, byte[][] quantization)
    {
        file.Write<byte>([0xFF, JpegMarker.StartOfImage]);
        // JFIF 1.01, square pixels, no thumbnail.
        WriteSegment(file, JpegMarker.App0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        int tables = components.Length == 1 ? 1 : 2;
        for (int i = 0; i < tables; i++)
            WriteSegment(file, JpegMarker.DefineQuantizationTables, [(byte)i, .. ToZigZag(quantization[i])]);

        byte[] frame = [8, 0, 0, 0, 0, (byte)components.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)image.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)image.Width);
        foreach (JpegEncoderComponent part in components)
            frame = [.. frame, (byte)part.Id, (byte)((part.Sampling << 4) | part.Sampling), (byte)part.TableIndex];
        WriteSegment(file, JpegMarker.StartOfFrame0, frame);

        WriteHuffman(file, 0x00, JpegStandardTables.LuminanceDc);
        WriteHuffman(file, 0x10, JpegStandardTables.LuminanceAc);
        if (tables == 2)
        {
            WriteHuffman(file, 0x01, JpegStandardTables.ChrominanceDc);
            WriteHuffman(file, 0x11, JpegStandardTables.ChrominanceAc);
        }
    }

    private static void WriteScan(IBufferWriter<byte> file, Image image, JpegEncoderComponent[] components)
    {
        byte[] scan = [(byte)components.Length];
        foreach (JpegEncoderComponent part in components)
            scan = [.. scan, (byte)part.Id, (byte)(part.TableIndex * 0x11)];
        WriteSegment(file, JpegMarker.StartOfScan, [.. scan, 0, 63, 0]);

        var bits = new JpegBitWriter(file);
        int mcuSize = 8 * components[0].Sampling;
        for (int row = 0; row * mcuSize < image.Height; row++)
        {
            for (int column = 0; column * mcuSize < image.Width; column++)
            {
                foreach (JpegEncoderComponent part in components)
                    part.WriteMcu(ref bits, row, column);
            }
        }

        bits.Flush();
    }

    private static void WriteHuffman(IBufferWriter<byte> file, byte kindAndIndex, JpegHuffmanCode code) =>
        WriteSegment(file, JpegMarker.DefineHuffmanTables, [kindAndIndex, .. code.Counts.Span, .. code.Symbols.Span]);

    private static byte[] ToZigZag(byte[] table)
    {
        var ordered = new byte[table.Length];
        for (int i = 0; i < ordered.Length; i++)
            ordered[i] = table[JpegTables.ZigZag[i]];
        return ordered;
    }

    private static void WriteSegment(IBufferWriter<byte> file, byte marker, ReadOnlySpan<byte> content)
    {
        int length = content.Length + 2;
        file.Write<byte>([0xFF, marker, (byte)(length >> 8), (byte)length]);
        file.Write(content);
    }
}
