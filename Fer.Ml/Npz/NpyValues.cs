using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>The values behind an array's header, to and from memory.</summary>
internal static class NpyValues
{
    private const int ValuesPerBlock = 1 << 20; // a block's bytes fit one span, and cancelling does not wait long

    /// <summary>Reads all values, in C order.</summary>
    public static Array Read(NpyInput input, NpyHeader header, CancellationToken cancellationToken)
    {
        int count = (int)header.Count;
        Array values = (header.Kind, header.ItemSize) switch
        {
            ('b', _) => Array.ConvertAll(Fill<byte>(), value => value != 0),
            ('i', 1) => Fill<sbyte>(),
            ('u', 1) => Fill<byte>(),
            ('i', 2) => Fill<short>(),
            ('u', 2) => Fill<ushort>(),
            ('i', 4) => Fill<int>(),
            ('u', 4) => Fill<uint>(),
            ('i', 8) => Fill<long>(),
            ('u', 8) => Fill<ulong>(),
            ('f', 2) => Fill<Half>(),
            ('f', 4) => Fill<float>(),
            ('f', 8) => Fill<double>(),
            _ => NpyText.Read(input, count, header.ItemSize, header.BigEndian),
        };
        return header.FortranOrder ? Reorder(values, header, header.Shape) : values;

        T[] Fill<T>()
            where T : unmanaged
        {
            T[] array = GC.AllocateUninitializedArray<T>(count);
            ReadInto<T>(input, array, header.BigEndian, cancellationToken);
            return array;
        }
    }

    /// <summary>Reads the next values.</summary>
    public static void ReadInto<T>(NpyInput input, Span<T> values, bool bigEndian, CancellationToken cancellationToken)
        where T : unmanaged
    {
        while (!values.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<T> block = values[..Math.Min(ValuesPerBlock, values.Length)];
            input.ReadExactly(MemoryMarshal.AsBytes(block));
            if (bigEndian == BitConverter.IsLittleEndian)
                ReverseBytes(block);
            values = values[block.Length..];
        }
    }

    /// <summary>Writes all values of an array that is in C order.</summary>
    public static void Write(Stream stream, NpyHeader header, Array values, CancellationToken cancellationToken)
    {
        // The Fortran order of a shape is the C order of the reversed shape, so the way there is the way back.
        Array ordered = header.FortranOrder ? Reorder(values, header, [.. header.Shape.Reverse()]) : values;
        switch (header.Kind, header.ItemSize)
        {
            case ('b', _): WriteAll((bool[])ordered); break;
            case ('i', 1): WriteAll((sbyte[])ordered); break;
            case ('u', 1): WriteAll((byte[])ordered); break;
            case ('i', 2): WriteAll((short[])ordered); break;
            case ('u', 2): WriteAll((ushort[])ordered); break;
            case ('i', 4): WriteAll((int[])ordered); break;
            case ('u', 4): WriteAll((uint[])ordered); break;
            case ('i', 8): WriteAll((long[])ordered); break;
            case ('u', 8): WriteAll((ulong[])ordered); break;
            case ('f', 2): WriteAll((Half[])ordered); break;
            case ('f', 4): WriteAll((float[])ordered); break;
            case ('f', 8): WriteAll((double[])ordered); break;
            default: NpyText.Write(stream, (string[])ordered, header.ItemSize); break;
        }

        void WriteAll<T>(T[] array)
            where T : unmanaged
        {
            for (int first = 0; first < array.Length; first += ValuesPerBlock)
            {
                cancellationToken.ThrowIfCancellationRequested();
                stream.Write(MemoryMarshal.AsBytes(array.AsSpan(first, Math.Min(ValuesPerBlock, array.Length - first))));
            }
        }
    }

    private static Array Reorder(Array values, NpyHeader header, IReadOnlyList<long> shape) => (header.Kind, header.ItemSize) switch
    {
        ('b', _) => Reorder((bool[])values, shape),
        ('i', 1) => Reorder((sbyte[])values, shape),
        ('u', 1) => Reorder((byte[])values, shape),
        ('i', 2) => Reorder((short[])values, shape),
        ('u', 2) => Reorder((ushort[])values, shape),
        ('i', 4) => Reorder((int[])values, shape),
        ('u', 4) => Reorder((uint[])values, shape),
        ('i', 8) => Reorder((long[])values, shape),
        ('u', 8) => Reorder((ulong[])values, shape),
        ('f', 2) => Reorder((Half[])values, shape),
        ('f', 4) => Reorder((float[])values, shape),
        ('f', 8) => Reorder((double[])values, shape),
        _ => Reorder((string[])values, shape),
    };

    /// <summary>From Fortran to C order: the values in the order in which the last index runs fastest.</summary>
    private static T[] Reorder<T>(T[] source, IReadOnlyList<long> shape)
    {
        if (shape.Count < 2 || source.Length == 0)
            return source;
        int dimensions = shape.Count;
        var strides = new int[dimensions];
        strides[0] = 1;
        for (int d = 1; d < dimensions; d++)
            strides[d] = strides[d - 1] * (int)shape[d - 1];
        var index = new int[dimensions];
        var result = new T[source.Length];
        int offset = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = source[offset];
            for (int d = dimensions - 1; d >= 0; d--)
            {
                offset += strides[d];
                if (++index[d] < shape[d])
                    break;
                offset -= index[d] * strides[d];
                index[d] = 0;
            }
        }

        return result;
    }

    private static void ReverseBytes<T>(Span<T> values)
        where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2:
                Span<ushort> twos = MemoryMarshal.Cast<T, ushort>(values);
                BinaryPrimitives.ReverseEndianness(twos, twos);
                break;
            case 4:
                Span<uint> fours = MemoryMarshal.Cast<T, uint>(values);
                BinaryPrimitives.ReverseEndianness(fours, fours);
                break;
            case 8:
                Span<ulong> eights = MemoryMarshal.Cast<T, ulong>(values);
                BinaryPrimitives.ReverseEndianness(eights, eights);
                break;
        }
    }
}
