using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>
/// The headers of a BMP file: the file header, then that of OS/2 1.x or 2.x, or Windows' BITMAPINFOHEADER up to BITMAPV5HEADER; and
/// the colour table.
/// </summary>
internal sealed class BmpHeader
{
    private const int FileHeaderSize = 14;
    private const int Os2Size = 12;
    private const int WindowsSize = 40;
    private const int WithMasksSize = 52;
    private const int WithAlphaMaskSize = 56;

    private static readonly int[] KnownSizes = [Os2Size, 16, WindowsSize, WithMasksSize, WithAlphaMaskSize, 64, 108, 124];

    private BmpHeader()
    {
    }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Whether the first row is the top one; in most files it is the bottom one.</summary>
    public required bool IsTopDown { get; init; }

    public required int BitsPerPixel { get; init; }

    public required BmpCompression Compression { get; init; }

    /// <summary>Blue, green, red of each colour; empty above 8 bits per pixel.</summary>
    public required byte[] Palette { get; init; }

    /// <summary>Red, green, blue and alpha; of 16 and 32 bits per pixel only.</summary>
    public required BmpMask[] Masks { get; init; }

    /// <summary>Where the pixels begin.</summary>
    public required int DataStart { get; init; }

    public bool HasPalette => BitsPerPixel <= 8;

    /// <summary>Grey if all colours of the palette are, RGBA if there is a mask for alpha, else RGB.</summary>
    public PixelFormat Format
    {
        get
        {
            if (!HasPalette)
                return Masks.Length > 0 && Masks[3].Bits != 0 ? PixelFormat.Rgba32 : PixelFormat.Rgb24;
            for (int i = 0; i < Palette.Length; i += 3)
            {
                if (Palette[i] != Palette[i + 1] || Palette[i] != Palette[i + 2])
                    return PixelFormat.Rgb24;
            }

            return PixelFormat.Gray8;
        }
    }

    /// <summary>The bytes of a row that is not compressed: whole groups of four.</summary>
    public long Stride => (((long)Width * BitsPerPixel) + 31) / 32 * 4;

    public static bool Recognizes(ReadOnlySpan<byte> file) =>
        file.Length >= FileHeaderSize + 2 && file.StartsWith("BM"u8)
        && KnownSizes.Contains(BinaryPrimitives.ReadUInt16LittleEndian(file[FileHeaderSize..]));

    public static BmpHeader Parse(ReadOnlySpan<byte> file)
    {
        if (!Recognizes(file))
            throw new ImageFormatException("Not a BMP file: it does not begin with BM and a header of a known size.");
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file[FileHeaderSize..]);
        if (file.Length < FileHeaderSize + size || ReadInt32(file, FileHeaderSize) != size)
            throw new ImageFormatException($"The BMP file is truncated or corrupt: its {file.Length} bytes end within the header.");
        ReadOnlySpan<byte> header = file.Slice(FileHeaderSize, size);
        bool isOs2 = size == Os2Size;
        int width = isOs2 ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) : ReadInt32(header, 4);
        long height = isOs2 ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) : ReadInt32(header, 8);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(isOs2 ? 10 : 14)..]);
        var compression = size < WindowsSize ? BmpCompression.None : (BmpCompression)ReadInt32(header, 16);
        if (width <= 0 || height == 0 || Math.Abs(height) > int.MaxValue)
            throw new ImageFormatException($"The BMP header claims {width}x{height} pixels, which no BMP can have.");
        CheckKind(bits, compression, isTopDown: height < 0);

        BmpMask[] masks = bits is 16 or 32 ? ReadMasks(file, size, bits, compression) : [];
        bool masksFollow = size == WindowsSize && compression is (BmpCompression.BitFields or BmpCompression.AlphaBitFields);
        int paletteStart = FileHeaderSize + size + (masksFollow ? (compression == BmpCompression.BitFields ? 12 : 16) : 0);
        int dataStart = ReadInt32(file, 10);
        if (dataStart < paletteStart || dataStart > file.Length)
        {
            throw new ImageFormatException(
                $"The BMP file is truncated or corrupt: its pixels begin at byte {dataStart} of {file.Length}.");
        }

        int claimedColors = size < WindowsSize ? 0 : ReadInt32(header, 32);
        return new BmpHeader
        {
            Width = width,
            Height = (int)Math.Abs(height),
            IsTopDown = height < 0,
            BitsPerPixel = bits,
            Compression = compression,
            Masks = masks,
            Palette = bits <= 8 ? ReadPalette(file[paletteStart..dataStart], bits, claimedColors, isOs2 ? 3 : 4) : [],
            DataStart = dataStart,
        };
    }

    private static void CheckKind(int bits, BmpCompression compression, bool isTopDown)
    {
        bool isKnown = compression switch
        {
            BmpCompression.None => bits is 1 or 2 or 4 or 8 or 16 or 24 or 32,
            BmpCompression.RunLength8 => bits == 8 && !isTopDown,
            BmpCompression.RunLength4 => bits == 4 && !isTopDown,
            BmpCompression.BitFields or BmpCompression.AlphaBitFields => bits is 16 or 32,
            _ => false,
        };
        if (!isKnown)
        {
            throw new ImageFormatException(
                $"This is a BMP file with {bits} bits per pixel and compression {(int)compression}" +
                $"{(isTopDown ? ", top row first" : "")}, which is not supported or not possible. Convert the file first.");
        }
    }

    private static BmpMask[] ReadMasks(ReadOnlySpan<byte> file, int size, int bits, BmpCompression compression)
    {
        if (compression == BmpCompression.None)
            return bits == 16 ? [new(0x7C00), new(0x03E0), new(0x001F), new(0)] : [new(0xFF0000), new(0xFF00), new(0xFF), new(0)];
        bool hasAlpha = size >= WithAlphaMaskSize || compression == BmpCompression.AlphaBitFields;
        const int Start = FileHeaderSize + WindowsSize;
        int count = hasAlpha ? 4 : 3;
        if (file.Length < Start + (4 * count))
            throw new ImageFormatException($"The BMP file is truncated: its {file.Length} bytes end within the colour masks.");
        var masks = new BmpMask[4];
        for (int i = 0; i < count; i++)
            masks[i] = new BmpMask((uint)ReadInt32(file, Start + (4 * i)));
        return masks;
    }

    // Entries of four bytes have an unused last one.
    private static byte[] ReadPalette(ReadOnlySpan<byte> table, int bits, int claimedColors, int entrySize)
    {
        int most = 1 << bits;
        int colors = Math.Min(claimedColors <= 0 || claimedColors > most ? most : claimedColors, table.Length / entrySize);
        if (colors == 0)
            throw new ImageFormatException("The BMP file is corrupt: its pixels need a colour table, and there is none.");
        var palette = new byte[3 * colors];
        for (int i = 0; i < colors; i++)
            table.Slice(i * entrySize, 3).CopyTo(palette.AsSpan(3 * i));
        return palette;
    }

    private static int ReadInt32(ReadOnlySpan<byte> data, int position) => BinaryPrimitives.ReadInt32LittleEndian(data[position..]);
}
