namespace Fer.Ml;

/// <summary>The checksum of zip files (ISO 3309, polynomial 0xEDB88320 reflected), eight bytes a step (Kounavis and Berry, 2005).</summary>
internal static class Crc32
{
    private static readonly uint[][] s_tables = CreateTables();

    /// <summary>Continues a checksum.</summary>
    /// <param name="crc">The checksum so far; 0 at the start.</param>
    /// <param name="bytes">The bytes that follow.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] t0 = s_tables[0], t1 = s_tables[1], t2 = s_tables[2], t3 = s_tables[3];
        uint[] t4 = s_tables[4], t5 = s_tables[5], t6 = s_tables[6], t7 = s_tables[7];
        crc = ~crc;
        while (bytes.Length >= 8)
        {
            uint low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = t7[(byte)low] ^ t6[(byte)(low >> 8)] ^ t5[(byte)(low >> 16)] ^ t4[low >> 24]
                ^ t3[bytes[4]] ^ t2[bytes[5]] ^ t1[bytes[6]] ^ t0[bytes[7]];
            bytes = bytes[8..];
        }

        foreach (byte value in bytes)
            crc = t0[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] CreateTables()
    {
        var tables = new uint[8][];
        for (int t = 0; t < tables.Length; t++)
        {
            tables[t] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint value = t == 0 ? i : tables[t - 1][i];
                for (int bit = 0; bit < 8; bit++)
                    value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
                tables[t][i] = value;
            }
        }

        return tables;
    }
}
