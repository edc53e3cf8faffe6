using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>The cyclic redundancy check of PNG chunks (PNG specification, annex D): polynomial 0xEDB88320, reflected.</summary>
internal static class Crc32
{
    // Table n tells what a byte does to the checksum n bytes later; so eight bytes can be looked up at once.
    private static readonly uint[][] Tables = BuildTables();

    /// <summary>The checksum of a chunk: of its type followed by its data.</summary>
    public static uint Compute(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => ~Update(Update(0xFFFFFFFF, type), data);

    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        uint[] t0 = Tables[0], t1 = Tables[1], t2 = Tables[2], t3 = Tables[3];
        uint[] t4 = Tables[4], t5 = Tables[5], t6 = Tables[6], t7 = Tables[7];
        for (; data.Length >= 8; data = data[8..])
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
            crc = t7[(byte)eight] ^ t6[(byte)(eight >> 8)] ^ t5[(byte)(eight >> 16)] ^ t4[(byte)(eight >> 24)]
                ^ t3[(byte)(eight >> 32)] ^ t2[(byte)(eight >> 40)] ^ t1[(byte)(eight >> 48)] ^ t0[(byte)(eight >> 56)];
        }

        foreach (byte value in data)
            crc = t0[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[8][];
        for (int n = 0; n < tables.Length; n++)
        {
            tables[n] = new uint[256];
            for (uint i = 0; i < 256; i++)
                tables[n][i] = n == 0 ? DivideByte(i) : tables[0][(byte)tables[n - 1][i]] ^ (tables[n - 1][i] >> 8);
        }

        return tables;
    }

    private static uint DivideByte(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        return value;
    }
}
