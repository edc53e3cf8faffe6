using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Fer.Models;

/// <summary>
/// Python's pickle machine (Lib/pickle.py and pickletools.py describe it) with only the operations of <see cref="PickleOpcode"/>.
/// It makes null, bool, long, BigInteger, double, string, object arrays (tuples), lists and dictionaries; what the file wants
/// beyond that is asked of <see cref="PyTorchObjects"/>, which knows a few harmless constructors. Nothing here can run code.
/// </summary>
/// <remarks>Objects may nest as deeply as the file is long, so nothing walks through them by recursion.</remarks>
/// <param name="stream">Stands at the first operation; afterwards behind the last.</param>
/// <param name="file">The file's name, for messages.</param>
/// <param name="objects">Makes what is not a plain value.</param>
internal sealed class PickleReader(Stream stream, string file, PyTorchObjects objects)
{
    /// <summary>A tensor takes about forty operations, so that this is enough for twenty-five thousand.</summary>
    private const int MaxOperations = 1_000_000;

    private const int MaxBytes = 1 << 26;

    private const int MaxStringBytes = 1 << 20;

    private const int HighestProtocol = 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private int _bytesLeft = MaxBytes;

    /// <summary>Reads one pickle.</summary>
    /// <exception cref="TensorFileException">It holds what a state dict never needs, or contradicts itself.</exception>
    /// <exception cref="EndOfStreamException">It is truncated.</exception>
    /// <exception cref="DecoderFallbackException">A string is not UTF-8.</exception>
    public object? Read()
    {
        for (int operations = 0; operations < MaxOperations; operations++)
        {
            var opcode = (PickleOpcode)ReadByte();
            if (opcode == PickleOpcode.Stop)
                return Pop();
            Execute(opcode);
        }

        throw new TensorFileException($"{file}: the pickle takes more than {MaxOperations} operations. {PyTorchObjects.Advice}");
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                CheckProtocol(ReadByte());
                break;
            case PickleOpcode.Frame:
                ReadBytes(stackalloc byte[8]); // a frame's length only helps to read ahead
                break;
            case PickleOpcode.Mark:
                _marks.Add(_stack.Count);
                break;
            case PickleOpcode.BinPut or PickleOpcode.LongBinPut or PickleOpcode.Memoize:
                Memoize(opcode == PickleOpcode.Memoize ? _memo.Count : ReadIndex(opcode == PickleOpcode.BinPut));
                break;
            case PickleOpcode.BinGet or PickleOpcode.LongBinGet:
                _stack.Add(Recall(ReadIndex(opcode == PickleOpcode.BinGet)));
                break;
            case PickleOpcode.Append or PickleOpcode.Appends:
                object?[] items = opcode == PickleOpcode.Append ? [Pop()] : PopToMark();
                Peek<List<object?>>(opcode).AddRange(items);
                break;
            case PickleOpcode.SetItem or PickleOpcode.SetItems:
                SetItems(opcode, opcode == PickleOpcode.SetItem ? PopMany(2) : PopToMark());
                break;
            case PickleOpcode.Build:
                object? state = Pop();
                objects.Build(Peek<object>(opcode), state);
                break;
            default:
                _stack.Add(Make(opcode));
                break;
        }
    }

    private object? Make(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.None => null,
        PickleOpcode.NewTrue => true,
        PickleOpcode.NewFalse => false,
        PickleOpcode.BinInt1 => (long)ReadByte(),
        PickleOpcode.BinInt2 => (long)BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(stackalloc byte[2])),
        PickleOpcode.BinInt => (long)BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(stackalloc byte[4])),
        PickleOpcode.Long1 when ReadLong() is var number => number.GetBitLength() < 64 ? (object)(long)number : number,
        PickleOpcode.BinFloat => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(stackalloc byte[8])),
        PickleOpcode.ShortBinUnicode => ReadString(ReadByte(), Utf8),
        PickleOpcode.BinUnicode => ReadString(ReadLength(), Utf8),
        PickleOpcode.ShortBinString => ReadString(ReadByte(), Encoding.Latin1),
        PickleOpcode.BinString => ReadString(ReadLength(), Encoding.Latin1),
        PickleOpcode.EmptyList => new List<object?>(),
        PickleOpcode.EmptyDict => new PickleDictionary(),
        PickleOpcode.EmptyTuple => Array.Empty<object?>(),
        PickleOpcode.Tuple => PopToMark(),
        PickleOpcode.Tuple1 => PopMany(1),
        PickleOpcode.Tuple2 => PopMany(2),
        PickleOpcode.Tuple3 => PopMany(3),
        PickleOpcode.Global => objects.FindGlobal(ReadLine(), ReadLine()),
        PickleOpcode.StackGlobal => FindGlobal(PopMany(2)),
        PickleOpcode.Reduce => Call(PopMany(2)),
        PickleOpcode.BinPersId => objects.LoadPersistent(Pop()),
        _ => throw new TensorFileException(
            $"{file}: holds the pickle operation 0x{(byte)opcode:x2}, which a state dict never needs. {PyTorchObjects.Advice}"),
    };

    private void CheckProtocol(int protocol)
    {
        if (protocol > HighestProtocol)
        {
            throw new TensorFileException(
                $"{file}: is pickled in protocol {protocol}; those up to {HighestProtocol} are read. {PyTorchObjects.Advice}");
        }
    }

    private object FindGlobal(object?[] names) => names is [string module, string name]
        ? objects.FindGlobal(module, name)
        : throw Corrupt("names a callable by something that is not a string");

    private object Call(object?[] call) => call is [{ } callable, object?[] arguments]
        ? objects.Call(callable, arguments)
        : throw Corrupt("calls something without a tuple of arguments");

    private void SetItems(PickleOpcode opcode, object?[] items)
    {
        if (items.Length % 2 != 0)
            throw Corrupt("has a key without a value");
        List<(object?, object?)> target = Peek<PickleDictionary>(opcode).Items;
        for (int i = 0; i < items.Length; i += 2)
            target.Add((items[i], items[i + 1]));
    }

    private void Memoize(int index)
    {
        object value = Peek<object>(PickleOpcode.BinPut);
        while (_memo.Count <= index)
            _memo.Add(null);
        _memo[index] = value;
    }

    private object Recall(int index) => index < _memo.Count && _memo[index] is { } value
        ? value
        : throw Corrupt($"refers to an object {index} that it has not made");

    /// <summary>The object on top of the stack, which stays there.</summary>
    private T Peek<T>(PickleOpcode opcode)
        where T : class
    {
        if (_stack.Count <= Bottom || _stack[^1] is not T value)
            throw Corrupt($"applies the operation {opcode} to nothing that it fits");
        return value;
    }

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count)
    {
        if (_stack.Count - Bottom < count)
            throw Corrupt("takes more from its stack than is there");
        object?[] values = CollectionsMarshal.AsSpan(_stack)[^count..].ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Corrupt("ends a sequence that it has not begun");
        object?[] values = PopMany(_stack.Count - Bottom);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    private int Bottom => _marks.Count == 0 ? 0 : _marks[^1];

    private int ReadIndex(bool isShort)
    {
        uint index = isShort ? ReadByte() : BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(stackalloc byte[4]));
        return index < MaxOperations ? (int)index : throw Corrupt($"numbers an object {index}, more than there can be");
    }

    private BigInteger ReadLong() => new(ReadBytes(stackalloc byte[ReadByte()]));

    private int ReadLength()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(stackalloc byte[4]));
        return length <= MaxStringBytes ? (int)length : throw Corrupt($"claims a string of {length} bytes");
    }

    private string ReadString(int length, Encoding encoding)
    {
        if (length <= 256)
            return encoding.GetString(ReadBytes(stackalloc byte[length]));
        // Memory is taken in pieces, as the stream shows that it has the bytes.
        using var bytes = new MemoryStream();
        Span<byte> piece = stackalloc byte[256];
        for (int left = length; left > 0; left -= piece.Length)
            bytes.Write(ReadBytes(piece[..Math.Min(left, piece.Length)]));
        return encoding.GetString(bytes.GetBuffer(), 0, length);
    }

    private string ReadLine()
    {
        Span<byte> line = stackalloc byte[256];
        for (int length = 0; length < line.Length; length++)
        {
            line[length] = ReadByte();
            if (line[length] == '\n')
                return Utf8.GetString(line[..length]);
        }

        throw Corrupt("names a callable by more than 255 letters");
    }

    private byte ReadByte() => ReadBytes(stackalloc byte[1])[0];

    private Span<byte> ReadBytes(Span<byte> bytes)
    {
        if ((_bytesLeft -= bytes.Length) < 0)
            throw new TensorFileException($"{file}: the pickle takes more than {MaxBytes} bytes. {PyTorchObjects.Advice}");
        stream.ReadExactly(bytes);
        return bytes;
    }

    private TensorFileException Corrupt(string reason) => new($"{file}: the pickle {reason}; copy or download the file again.");
}
