using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Fer.Models;

/// <summary>The element types that are read, by their names in the header; all become 32-bit floating point.</summary>
internal static class SafetensorsElementType
{
    /// <summary>32-bit floating point, the one type that is written.</summary>
    public const string Float32 = "F32";

    /// <summary>The bytes of one element; 0 for a type that is not read.</summary>
    public static int SizeOf(string type) => type switch
    {
        Float32 => 4,
        "F16" or "BF16" => 2,
        "F64" or "I64" => 8,
        _ => 0,
    };

    /// <summary>Converts little-endian elements, rounding to the nearest; what is beyond the range becomes infinite.</summary>
    /// <param name="type">A type that is read.</param>
    /// <param name="bytes">The elements.</param>
    /// <param name="values">As many values.</param>
    public static void Convert(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == Float32 && BitConverter.IsLittleEndian)
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
                Float32 => BinaryPrimitives.ReadSingleLittleEndian(element),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
                "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
                "I64" => BinaryPrimitives.ReadInt64LittleEndian(element),
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type that is read."),
            };
        }
    }
}
