namespace Fer.Ml;

/// <summary>The readable histogram, which <see cref="Histogram"/> is held to.</summary>
internal static unsafe class ReferenceHistogram
{
    /// <inheritdoc cref="Histogram.Add"/>
    public static void Add(long* histogram, ulong* bins, int* rows, long* gradients, int count)
    {
        for (int i = 0; i < count; i++)
        {
            for (int column = 0; column < BinnedTable.BlockColumns; column++)
            {
                int bin = (byte)(bins[rows[i]] >> (8 * column));
                histogram[bin * BinnedTable.BlockColumns + column] += gradients[i];
            }
        }
    }
}
