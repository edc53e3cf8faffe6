namespace Fer.Ml;

/// <summary>Ranks the values of columns.</summary>
internal sealed class RankSorter(int rows)
{
    private ulong[] _keys = new ulong[rows];
    private ulong[] _spare = new ulong[rows];

    /// <summary>Writes for each row how many values of a column are smaller than its own.</summary>
    public void Rank(float[] values, int column, int columns, Span<uint> ranks)
    {
        for (int row = 0; row < _keys.Length; row++)
            _keys[row] = ((ulong)Ordered(values[row * columns + column]) << 32) | (uint)row;
        RadixSort.Run(ref _keys, ref _spare, _keys.Length, 32, 32);
        uint rank = 0;
        for (int i = 0; i < _keys.Length; i++)
        {
            if (i > 0 && _keys[i] >> 32 != _keys[i - 1] >> 32)
                rank = (uint)i;
            ranks[(int)(uint)_keys[i]] = rank;
        }
    }

    /// <summary>A whole number that is larger when the value is, and equal when it is equal.</summary>
    private static uint Ordered(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f); // -0 becomes 0
        return (int)bits < 0 ? ~bits : bits | 0x80000000;
    }
}
