namespace Fer.Ml;

/// <summary>Histograms of a block: the packed sums of each bin and column, bin by bin.</summary>
internal static unsafe class Histogram
{
    private const ulong Mask = 0xFF << 6; // a bin's number times the bytes of a bin's eight sums

    /// <summary>Adds rows to a block's histogram.</summary>
    /// <param name="histogram">Bins x 8 columns.</param>
    /// <param name="bins">The block's rows.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="gradients">Their packed gradients and hessians.</param>
    /// <param name="count">How many there are.</param>
    public static void Add(long* histogram, ulong* bins, int* rows, long* gradients, int count)
    {
        byte* sums = (byte*)histogram;
        for (int i = 0; i < count; i++)
        {
            ulong row = bins[rows[i]];
            long gradient = gradients[i];
            *(long*)(sums + ((row << 6) & Mask)) += gradient;
            *(long*)(sums + 8 + ((row >> 2) & Mask)) += gradient;
            *(long*)(sums + 16 + ((row >> 10) & Mask)) += gradient;
            *(long*)(sums + 24 + ((row >> 18) & Mask)) += gradient;
            *(long*)(sums + 32 + ((row >> 26) & Mask)) += gradient;
            *(long*)(sums + 40 + ((row >> 34) & Mask)) += gradient;
            *(long*)(sums + 48 + ((row >> 42) & Mask)) += gradient;
            *(long*)(sums + 56 + ((row >> 50) & Mask)) += gradient;
        }
    }
}
