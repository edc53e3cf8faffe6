namespace Fer.Ml;

/// <summary>Sorting by the digits of whole numbers, the lowest first; equal ones keep their order.</summary>
internal static class RadixSort
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts by some of the keys' bits.</summary>
    /// <param name="keys">The keys; sorted afterwards.</param>
    /// <param name="spare">An array of the same length.</param>
    /// <param name="count">How many keys there are.</param>
    /// <param name="shift">The lowest bit to sort by.</param>
    /// <param name="bits">How many bits to sort by.</param>
    public static void Run(ref ulong[] keys, ref ulong[] spare, int count, int shift, int bits)
    {
        Span<int> next = stackalloc int[Digits];
        for (int digit = shift; digit < shift + bits; digit += DigitBits)
        {
            next.Clear();
            foreach (ulong key in keys.AsSpan(0, count))
                next[(byte)(key >> digit)]++;
            int sum = 0;
            foreach (ref int entry in next)
                (entry, sum) = (sum, sum + entry);
            Span<ulong> target = spare.AsSpan(0, count);
            foreach (ulong key in keys.AsSpan(0, count))
                target[next[(byte)(key >> digit)]++] = key;
            (keys, spare) = (spare, keys);
        }
    }
}
