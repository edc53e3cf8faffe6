using System.Globalization;

namespace Fer.Ml;

/// <summary>Reads the Python dictionary of an array's header: text, True and False, and a tuple of whole numbers, no more.</summary>
internal sealed class NpyHeaderParser
{
    private readonly string _text;
    private readonly NpyInput _input;
    private int _position;

    private NpyHeaderParser(string text, NpyInput input)
    {
        _text = text;
        _input = input;
    }

    public static NpyHeader Parse(string text, NpyInput input) => new NpyHeaderParser(text, input).ParseDictionary();

    private NpyHeader ParseDictionary()
    {
        string? descr = null;
        bool? fortranOrder = null;
        long[]? shape = null;
        Expect('{');
        while (!TryTake('}'))
        {
            string key = ParseString();
            Expect(':');
            if (key == "descr" && descr is null)
                descr = ParseDescr();
            else if (key == "fortran_order" && fortranOrder is null)
                fortranOrder = ParseBoolean();
            else if (key == "shape" && shape is null)
                shape = ParseTuple();
            else
                throw Damaged($"an unexpected '{key}'");
            if (!TryTake(','))
            {
                Expect('}');
                break;
            }
        }

        if (!_text.AsSpan(_position).Trim().IsEmpty)
            throw Damaged("text behind the dictionary");
        if (descr is null || fortranOrder is null || shape is null)
            throw Damaged("no 'descr', 'fortran_order' or 'shape'");
        return CreateHeader(descr, fortranOrder.Value, shape);
    }

    private NpyHeader CreateHeader(string descr, bool fortranOrder, long[] shape)
    {
        const string Supported = "convert it to bool, whole numbers, floating point of 16 to 64 bits, or text with astype";
        if (descr.Contains('O'))
            throw _input.Error("it holds Python objects, which are programs to run (pickle) and are never read", Supported);
        if (descr.Length < 3 || !"<>|=".Contains(descr[0])
            || !int.TryParse(descr.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            throw _input.Error($"its type '{descr}' is not supported", Supported);
        }

        bool bigEndian = descr[0] == '>' || (descr[0] == '=' && !BitConverter.IsLittleEndian);
        char kind = descr[1];
        bool known = kind switch
        {
            'b' => size == 1,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'f' => size is 2 or 4 or 8,
            'U' => size <= int.MaxValue / 4,
            _ => false,
        };
        return known
            ? new NpyHeader(kind, kind == 'U' ? size * 4 : size, bigEndian, fortranOrder, shape)
            : throw _input.Error($"its type '{descr}' is not supported", Supported);
    }

    private string ParseDescr()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] == '[')
            throw _input.Error("it is a structured array", "save each of its fields as an array of its own");
        return ParseString();
    }

    private string ParseString()
    {
        SkipSpace();
        char quote = _position < _text.Length ? _text[_position] : ' ';
        int end = quote is '\'' or '"' ? _text.IndexOf(quote, _position + 1) : -1;
        if (end < 0)
            throw Damaged($"no text at character {_position}");
        string value = _text[(_position + 1)..end];
        _position = end + 1;
        return value;
    }

    private bool ParseBoolean()
    {
        SkipSpace();
        foreach ((string word, bool value) in ((string, bool)[])[("True", true), ("False", false)])
        {
            if (string.CompareOrdinal(_text, _position, word, 0, word.Length) == 0)
            {
                _position += word.Length;
                return value;
            }
        }

        throw Damaged($"neither True nor False at character {_position}");
    }

    private long[] ParseTuple()
    {
        var lengths = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            lengths.Add(ParseNumber());
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. lengths];
    }

    private long ParseNumber()
    {
        SkipSpace();
        int start = _position;
        while (_position < _text.Length && (char.IsAsciiDigit(_text[_position]) || (_position == start && _text[_position] == '-')))
            _position++;
        ReadOnlySpan<char> digits = _text.AsSpan(start, _position - start);
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            throw Damaged($"no length at character {start}");
        if (_position < _text.Length && _text[_position] == 'L') // as Python 2 wrote whole numbers
            _position++;
        return value;
    }

    private void Expect(char wanted)
    {
        if (!TryTake(wanted))
            throw Damaged($"no '{wanted}' at character {_position}");
    }

    private bool TryTake(char wanted)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != wanted)
            return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private NpzException Damaged(string problem) => _input.Error($"its header has {problem}", "it is damaged: save it again");
}
