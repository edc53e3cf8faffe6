using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Fer.Ml;

/// <summary>
/// The header of an array: NumPy's format versions 1.0 to 3.0 (NEP 1, <c>numpy.lib.format</c>): a magic word, the version, the
/// header's length, and a Python dictionary of the type (<c>descr</c>), the order and the shape.
/// </summary>
/// <param name="Kind">b for bool, i and u for whole numbers with and without sign, f for floating point, U for text.</param>
/// <param name="ItemSize">The bytes of a value.</param>
/// <param name="BigEndian">Whether a value's highest byte comes first.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The lengths of the dimensions.</param>
internal sealed record NpyHeader(char Kind, int ItemSize, bool BigEndian, bool FortranOrder, IReadOnlyList<long> Shape)
{
    private const int MaximumLength = 1 << 20;
    private const int MaximumDimensions = 64; // NumPy 2 has at most 64, NumPy 1 at most 32
    private const int Alignment = 64;
    private static readonly byte[] s_magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    // By exact type: to the runtime an array of sbyte is one of byte as well.
    private static readonly Dictionary<Type, (char Kind, int Size)> s_types = new()
    {
        [typeof(bool[])] = ('b', 1),
        [typeof(sbyte[])] = ('i', 1),
        [typeof(byte[])] = ('u', 1),
        [typeof(short[])] = ('i', 2),
        [typeof(ushort[])] = ('u', 2),
        [typeof(int[])] = ('i', 4),
        [typeof(uint[])] = ('u', 4),
        [typeof(long[])] = ('i', 8),
        [typeof(ulong[])] = ('u', 8),
        [typeof(Half[])] = ('f', 2),
        [typeof(float[])] = ('f', 4),
        [typeof(double[])] = ('f', 8),
        [typeof(string[])] = ('U', 4),
    };

    /// <summary>The number of values.</summary>
    public long Count => Shape.Contains(0) ? 0 : Shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>The memory that the values take when read; text has a header and a reference per string.</summary>
    public long MemoryBytes => Kind == 'U' ? Count * (32 + ItemSize / 2) : Count * ItemSize;

    /// <summary>Reads a header.</summary>
    /// <exception cref="NpzException">It is not one, or one of an array that is not supported.</exception>
    public static NpyHeader Read(NpyInput input)
    {
        Span<byte> start = stackalloc byte[8];
        input.ReadExactly(start);
        if (!start[..6].SequenceEqual(s_magic))
            throw input.Error("it does not begin as an array of NumPy does", "save it with numpy.save or numpy.savez");
        int version = start[6];
        if (version is < 1 or > 3)
            throw input.Error($"its format version is {version}.{start[7]}", "save it with a NumPy that writes versions 1 to 3");
        Span<byte> lengthBytes = stackalloc byte[version == 1 ? 2 : 4];
        input.ReadExactly(lengthBytes);
        uint length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaximumLength)
            throw input.Error($"its header has {length} bytes", $"at most {MaximumLength} are allowed: it is damaged, save it again");
        var text = new byte[length];
        input.ReadExactly(text);
        NpyHeader header = NpyHeaderParser.Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), input);
        header.CheckSize(input);
        return header;
    }

    /// <summary>The header of an array to write, on this machine's byte order.</summary>
    public static NpyHeader Of(NpyArray array, bool fortranOrder)
    {
        if (!s_types.TryGetValue(array.Values.GetType(), out (char Kind, int Size) type))
            throw new ArgumentException($"Arrays of {array.Values.GetType().GetElementType()} cannot be written.", nameof(array));
        if (array.Values is string[] strings)
            type.Size = 4 * Math.Max(1, NpyText.LongestLength(strings));
        var header = new NpyHeader(type.Kind, type.Size, !BitConverter.IsLittleEndian, fortranOrder, array.Shape);
        if (array.Shape.Any(length => length < 0) || header.Count != array.Values.Length)
        {
            throw new ArgumentException(
                $"{array.Values.Length} values do not fit the shape ({string.Join(", ", array.Shape)}).", nameof(array));
        }

        return header;
    }

    /// <summary>Writes it: version 1.0, padded so that the values begin at a multiple of 64.</summary>
    public void Write(Stream stream)
    {
        char order = ItemSize == 1 ? '|' : BigEndian ? '>' : '<';
        int size = Kind == 'U' ? ItemSize / 4 : ItemSize;
        string shape = string.Join(", ", Shape.Select(length => length.ToString(CultureInfo.InvariantCulture)));
        string comma = Shape.Count == 1 ? "," : "";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '{order}{Kind}{size}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': ({shape}{comma}), }}");
        const int Prefix = 10;
        int length = (Prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment - Prefix;
        var bytes = new byte[Prefix + length];
        s_magic.CopyTo(bytes, 0);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n", bytes.AsSpan(Prefix));
        stream.Write(bytes);
    }

    /// <summary>Takes the array's memory from what is still allowed.</summary>
    /// <exception cref="NpzException">There is not enough, or the array is longer than any may be.</exception>
    public void Reserve(NpyInput input, ref long allowed)
    {
        if (Count > Array.MaxLength)
        {
            throw input.Error(
                $"it has {Count} values", $"at most {Array.MaxLength} fit one array: read it with {nameof(NpyRowReader)}, or split it");
        }

        allowed -= MemoryBytes;
        if (allowed < 0)
        {
            throw input.Error(
                $"with its {MemoryBytes} bytes the file takes more memory than is allowed",
                $"raise {nameof(NpzReadOptions)}.{nameof(NpzReadOptions.MaximumBytes)} if you trust it");
        }
    }

    private void CheckSize(NpyInput input)
    {
        const string Damaged = "it is truncated or damaged: save it again";
        string shape = string.Join(", ", Shape);
        if (Shape.Count > MaximumDimensions)
            throw input.Error($"it has {Shape.Count} dimensions", $"at most {MaximumDimensions} are supported: reshape it");
        if (Shape.Any(length => length < 0))
            throw input.Error($"its shape is ({shape})", Damaged);
        if (ItemSize == 0 && !Shape.Contains(0))
            throw input.Error("its text has no characters", "save it with one at least");
        UInt128 bytes = Shape.Contains(0) ? 0 : (uint)ItemSize;
        foreach (long length in Shape)
        {
            bytes *= (ulong)length;
            if (bytes > (ulong)input.Remaining)
                break; // before the product overflows
        }

        if (bytes != (ulong)input.Remaining)
            throw input.Error($"its shape ({shape}) does not fit the {input.Remaining} bytes that follow", Damaged);
    }
}
