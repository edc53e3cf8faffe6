using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Fer.Models;

/// <summary>Turns the little-endian elements of weight files into 32-bit floating point, and values into elements.</summary>
internal static class ElementConverter
{
    /// <summary>How many bytes are read at once where they are to be converted.</summary>
    private const int PieceBytes = 1 << 16;

    /// <summary>How many values are read or written at once as they are: one span of bytes cannot cover more than 2 GiB.</summary>
    private const int PieceLength = 1 << 18;

    /// <summary>The bytes of one element.</summary>
    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 2,
        _ => 1,
    };

    /// <summary>Converts elements, rounding to the nearest; what is beyond the range becomes infinite.</summary>
    /// <param name="type">The elements' type.</param>
    /// <param name="bytes">The elements.</param>
    /// <param name="values">As many values.</param>
    public static void Convert(ElementType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == ElementType.Float32 && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        int size = SizeOf(type);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(element),
                ElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                ElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
                ElementType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
                ElementType.Int8 => (sbyte)element[0],
                ElementType.UInt8 => element[0],
                ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
                ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                ElementType.Bool => element[0] == 0 ? 0 : 1,
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type that is read."),
            };
        }
    }

    /// <summary>
    /// Reads and converts as many elements as there are values: 32-bit floating point straight into its place, other types
    /// without holding more than a piece of the bytes.
    /// </summary>
    /// <param name="source">Stands at the first element.</param>
    /// <param name="type">The elements' type.</param>
    /// <param name="values">Takes the values.</param>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static void Read(Stream source, ElementType type, Span<float> values)
    {
        if (type == ElementType.Float32 && BitConverter.IsLittleEndian)
            ReadInPlace(source, values);
        else
            ReadAndConvert(source, type, values);
    }

    /// <summary>Writes values as 32-bit floating point, little-endian.</summary>
    public static void Write(Stream destination, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < values.Length; i += PieceLength)
                destination.Write(MemoryMarshal.AsBytes(values.Slice(i, Math.Min(PieceLength, values.Length - i))));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            destination.Write(bytes);
        }
    }

    /// <summary>Refuses weights that are not numbers: a network with one of them predicts nothing.</summary>
    /// <param name="file">The file's name, for the message.</param>
    /// <param name="tensor">The tensor's name, for the message.</param>
    /// <param name="values">The tensor's values.</param>
    /// <exception cref="TensorFileException">A value is NaN.</exception>
    public static void RefuseNaN(string file, string tensor, ReadOnlySpan<float> values)
    {
        if (!HasNaN(values))
            return;
        int position = 0;
        while (!float.IsNaN(values[position]))
            position++;
        throw new TensorFileException(
            $"{file}: value {position} of '{tensor}' is NaN (not a number): the training that wrote it diverged; " +
            "use an earlier checkpoint.");
    }

    private static void ReadInPlace(Stream source, Span<float> values)
    {
        for (int done = 0; done < values.Length; done += PieceLength)
            source.ReadExactly(MemoryMarshal.AsBytes(values.Slice(done, Math.Min(PieceLength, values.Length - done))));
    }

    private static void ReadAndConvert(Stream source, ElementType type, Span<float> values)
    {
        int size = SizeOf(type);
        int pieceLength = PieceBytes / size;
        var piece = new byte[Math.Min(values.Length, pieceLength) * size];
        for (int done = 0; done < values.Length; done += pieceLength)
        {
            int length = Math.Min(pieceLength, values.Length - done);
            Span<byte> bytes = piece.AsSpan(0, length * size);
            source.ReadExactly(bytes);
            Convert(type, bytes, values.Slice(done, length));
        }
    }

    private static bool HasNaN(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
        {
            if (!Vector.EqualsAll(vector, vector)) // only NaN differs from itself
                return true;
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            if (float.IsNaN(value))
                return true;
        }

        return false;
    }
}
