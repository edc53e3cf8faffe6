using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>Walks over the blocks of a GIF file (GIF89a specification).</summary>
internal ref struct GifReader
{
    private const byte ExtensionIntroducer = 0x21;
    private const byte GraphicControlLabel = 0xF9;
    private const byte ImageSeparator = 0x2C;
    private const byte Trailer = 0x3B;

    private readonly ReadOnlySpan<byte> _file;
    private readonly byte[] _palette;
    private int _position;
    private int _transparentColor = -1;

    /// <summary>Reads the header and the file's colour table.</summary>
    public GifReader(ReadOnlySpan<byte> file)
    {
        if (!Recognizes(file))
            throw new ImageFormatException("Not a GIF file: it does not begin with GIF87a or GIF89a.");
        _file = file;
        _position = 6;
        ReadOnlySpan<byte> screen = Take(7);
        ScreenWidth = BinaryPrimitives.ReadUInt16LittleEndian(screen);
        ScreenHeight = BinaryPrimitives.ReadUInt16LittleEndian(screen[2..]);
        _palette = ReadPalette(screen[4]);
    }

    public int ScreenWidth { get; }

    public int ScreenHeight { get; }

    public static bool Recognizes(ReadOnlySpan<byte> file) => file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    /// <summary>Goes to the first frame and reads its descriptor.</summary>
    public GifFrame ReadFirstFrame()
    {
        while (true)
        {
            byte kind = Take(1)[0];
            switch (kind)
            {
                case ImageSeparator:
                    return ReadFrame();
                case ExtensionIntroducer:
                    ReadExtension();
                    break;
                case Trailer:
                    throw new ImageFormatException("The GIF file is corrupt: it ends without a picture.");
                default:
                    throw Unknown(kind);
            }
        }
    }

    /// <summary>Reads a frame's compressed pixels, after its descriptor.</summary>
    /// <param name="codeSize">The bits of a colour number (the LZW minimum code size).</param>
    public byte[] ReadPixelData(out int codeSize)
    {
        codeSize = Take(1)[0];
        int start = _position;
        SkipSubBlocks();
        var data = new byte[_position - start];
        int length = 0;
        for (int position = start; _file[position] != 0; position += 1 + _file[position])
        {
            ReadOnlySpan<byte> block = _file.Slice(position + 1, _file[position]);
            block.CopyTo(data.AsSpan(length));
            length += block.Length;
        }

        return data[..length];
    }

    /// <summary>Goes over the frames after the first one to the file's end.</summary>
    /// <exception cref="ImageFormatException">The file ends before.</exception>
    public void ReadToEnd()
    {
        for (byte kind = Take(1)[0]; kind != Trailer; kind = Take(1)[0])
        {
            if (kind == ImageSeparator)
            {
                _ = ReadFrame();
                _ = Take(1);
                SkipSubBlocks();
            }
            else if (kind == ExtensionIntroducer)
            {
                ReadExtension();
            }
            else
            {
                throw Unknown(kind);
            }
        }
    }

    private readonly ImageFormatException Unknown(byte kind) =>
        new($"The GIF file is corrupt: byte {_position - 1} begins a block of the unknown kind 0x{kind:X2}.");

    private void ReadExtension()
    {
        byte label = Take(1)[0];
        if (label == GraphicControlLabel)
        {
            ReadOnlySpan<byte> block = Take(Take(1)[0]);
            if (block.Length == 0)
                return; // the extension's end
            if (block.Length >= 4)
                _transparentColor = (block[0] & 1) != 0 ? block[3] : -1;
        }

        SkipSubBlocks();
    }

    private GifFrame ReadFrame()
    {
        ReadOnlySpan<byte> descriptor = Take(9);
        int left = BinaryPrimitives.ReadUInt16LittleEndian(descriptor);
        int top = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]);
        int width = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[4..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[6..]);
        if (width == 0 || height == 0)
            throw new ImageFormatException($"The GIF file is corrupt: a frame claims {width}x{height} pixels.");
        byte[] own = ReadPalette(descriptor[8]);
        return new GifFrame(left, top, width, height, (descriptor[8] & 0x40) != 0, own.Length > 0 ? own : _palette, _transparentColor);
    }

    private byte[] ReadPalette(byte flags) => (flags & 0x80) != 0 ? Take(3 << ((flags & 7) + 1)).ToArray() : [];

    private void SkipSubBlocks()
    {
        for (int length = Take(1)[0]; length > 0; length = Take(1)[0])
            _ = Take(length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _file.Length - _position)
            throw new ImageFormatException($"The GIF file is truncated: its {_file.Length} bytes end within a block.");
        _position += count;
        return _file.Slice(_position - count, count);
    }
}
