namespace Fer.Preprocessing;

/// <summary>Reads the decimal numbers of a PBM, PGM or PPM file, over spaces and comments.</summary>
internal ref struct PnmTextReader(ReadOnlySpan<byte> file)
{
    private const int MaxNumber = 999_999_999;

    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; set; }

    public static bool IsSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    /// <summary>Reads a number, and stops at the byte after it.</summary>
    public int ReadNumber()
    {
        SkipSpace();
        int start = Position;
        int number = 0;
        for (; Position < _file.Length && char.IsAsciiDigit((char)_file[Position]); Position++)
        {
            number = (number * 10) + (_file[Position] - '0');
            if (number > MaxNumber / 10)
                throw new ImageFormatException($"The P{(char)_file[1]} file is corrupt: the number at byte {start} is too large.");
        }

        if (Position == start)
            throw Unexpected();
        return number;
    }

    /// <summary>Reads a digit of a text bitmap, which needs no space before the next one.</summary>
    public bool ReadBit()
    {
        SkipSpace();
        if (Position >= _file.Length || _file[Position] is not ((byte)'0' or (byte)'1'))
            throw Unexpected();
        return _file[Position++] == '1';
    }

    // A comment goes from # to the end of the line.
    private void SkipSpace()
    {
        while (Position < _file.Length)
        {
            if (_file[Position] == '#')
            {
                int end = _file[Position..].IndexOfAny((byte)'\n', (byte)'\r');
                Position = end < 0 ? _file.Length : Position + end;
            }
            else if (IsSpace(_file[Position]))
            {
                Position++;
            }
            else
            {
                return;
            }
        }
    }

    private readonly ImageFormatException Unexpected() => new(
        Position >= _file.Length
            ? $"The P{(char)_file[1]} file is truncated: its {_file.Length} bytes end where a number is due."
            : $"The P{(char)_file[1]} file is corrupt: byte {Position} is 0x{_file[Position]:X2} where a number is due.");
}
