using System.Text;

namespace Fer.Preprocessing;

/// <summary>
/// Reads the records of a CSV file one after the other (RFC 4180): UTF-8 with or without a byte-order mark, any line ends, quoted
/// fields with doubled quotes and line ends in them. Blank lines are passed over.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    // A row of FER2013 has about 9,000 characters; a file that is no CSV must not fill the memory.
    private const int LongestRecord = 1 << 20;

    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly List<int> _ends = [];
    private readonly char _separator;
    private char[] _record = new char[1 << 12];
    private int _length;
    private int _position;
    private int _available;
    private long _nextLine = 1;

    private CsvReader(string file, StreamReader reader, char separator)
    {
        File = file;
        _reader = reader;
        _separator = separator;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line that the last record began on, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The number of fields of the last record.</summary>
    public int Count => _ends.Count;

    /// <summary>A field of the last record, valid until the next is read.</summary>
    public ReadOnlySpan<char> this[int field]
    {
        get
        {
            int start = field == 0 ? 0 : _ends[field - 1];
            return _record.AsSpan(start, _ends[field] - start);
        }
    }

    /// <exception cref="DatasetException">The file is missing or cannot be read.</exception>
    public static CsvReader Open(string file, char separator = ',')
    {
        try
        {
            return new CsvReader(file, new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16), separator);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{file}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Goes on to the next record.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DatasetFormatException">A record is too long, or its quotes do not match.</exception>
    public bool Read()
    {
        do
        {
            Line = _nextLine;
            _length = 0;
            _ends.Clear();
            if (Peek() < 0)
                return false;
            while (ReadField())
            {
                // The record goes on.
            }
        }
        while (Count == 1 && this[0].IsWhiteSpace());
        return true;
    }

    /// <summary>An error at the last record.</summary>
    public DatasetFormatException Error(string reason) => new(File, Line, reason);

    public void Dispose() => _reader.Dispose();

    /// <returns>Whether the record has another field after this one.</returns>
    private bool ReadField()
    {
        if (Peek() == '"')
            ReadQuoted();
        else
            ReadPlain();
        _ends.Add(_length);

        int end = Next();
        if (end == _separator)
            return true;
        if (end == '\r' && Peek() == '\n')
            Next();
        if (end is '\r' or '\n')
            _nextLine++;
        else if (end >= 0)
            throw Error($"'{(char)end}' follows a closing quote; end the field there, or double the quotes within it.");
        return false;
    }

    private void ReadPlain()
    {
        while (Peek() >= 0)
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_position, _available - _position);
            int length = rest.IndexOfAny(_separator, '\r', '\n');
            Append(length < 0 ? rest : rest[..length]);
            _position += length < 0 ? rest.Length : length;
            if (length >= 0)
                return;
        }
    }

    private void ReadQuoted()
    {
        Next();
        while (true)
        {
            int c = Next();
            if (c == '"' && Peek() == '"')
                Next();
            else if (c == '"')
                return;
            else if (c < 0)
                throw Error("a quoted field that begins here never ends; close its quotes.");
            if (c == '\n')
                _nextLine++;
            Append([(char)c]);
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > LongestRecord)
            throw Error($"longer than {LongestRecord:N0} characters; is this a CSV file, and are its quotes closed?");
        if (_length + text.Length > _record.Length)
            Array.Resize(ref _record, Math.Max(_record.Length * 2, _length + text.Length));
        text.CopyTo(_record.AsSpan(_length));
        _length += text.Length;
    }

    private int Next()
    {
        int c = Peek();
        _position += c < 0 ? 0 : 1;
        return c;
    }

    private int Peek()
    {
        if (_position < _available)
            return _buffer[_position];
        try
        {
            (_position, _available) = (0, _reader.Read(_buffer));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{File}: cannot be read: {error.Message}", error);
        }

        return _available == 0 ? -1 : _buffer[0];
    }
}
