namespace Fer.Ml;

/// <summary>A feature's bins, and where a <see cref="BinnedTable"/> keeps them.</summary>
/// <param name="Feature">The feature's column in the table.</param>
/// <param name="Thresholds">Ascending; bin b holds the values above threshold b - 1 up to threshold b.</param>
/// <param name="Column">The stored column.</param>
/// <param name="Offset">In a bundle: the stored number of the feature's first bin that is not the default one; else 0.</param>
/// <param name="DefaultBin">In a bundle: the bin of most rows, which is not stored; else -1.</param>
internal sealed record BinnedFeature(int Feature, float[] Thresholds, int Column, int Offset = 0, int DefaultBin = -1)
{
    public int Bins => Thresholds.Length + 1;

    /// <summary>Whether other features share the stored column.</summary>
    public bool IsBundled => DefaultBin >= 0;

    /// <summary>The stored number of a bin; -1 for a bundle's default bin.</summary>
    public int Stored(int bin) => !IsBundled ? bin : bin == DefaultBin ? -1 : Offset + bin - (bin > DefaultBin ? 1 : 0);

    /// <summary>For each number that a stored column may hold, whether the feature's bin is at most the one given.</summary>
    public void FillGoesLeft(int bin, Span<byte> goesLeft)
    {
        goesLeft.Fill((byte)(IsBundled && DefaultBin <= bin ? 1 : 0));
        for (int b = 0; b < Bins; b++)
        {
            if (Stored(b) is >= 0 and int stored)
                goesLeft[stored] = (byte)(b <= bin ? 1 : 0);
        }
    }
}
