namespace Fer.Preprocessing;

/// <summary>The cyclic redundancy check of PNG chunks (PNG specification, annex D): polynomial 0xEDB88320, reflected.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = BuildTable();

    /// <summary>The checksum of a chunk: of its type followed by its data.</summary>
    public static uint Compute(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => ~Update(Update(0xFFFFFFFF, type), data);

    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        uint[] table = Table;
        foreach (byte value in data)
            crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[i] = value;
        }

        return table;
    }
}
