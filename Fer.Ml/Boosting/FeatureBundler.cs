using System.Numerics;

namespace Fer.Ml;

/// <summary>
/// Exclusive feature bundling (Ke et al., "LightGBM", 2017, algorithms 3 and 4, without conflicts): sparse features of which at most one
/// differs from its usual bin in any row can share a stored column.
/// </summary>
internal static class FeatureBundler
{
    /// <summary>A feature is sparse when at least this part of the rows lies in one bin; LightGBM's threshold.</summary>
    public const double SparseShare = 0.8;

    private const int MaxStoredBins = 256;
    private const int MaxSearched = 100; // bundles that a feature is tried on, so that many features do not take forever

    /// <summary>A sparse feature.</summary>
    /// <param name="Feature">Its column in the table.</param>
    /// <param name="StoredBins">Its bins but the usual one.</param>
    /// <param name="Rows">A bit per row that lies in another bin than the usual one.</param>
    public sealed record SparseFeature(int Feature, int StoredBins, ulong[] Rows)
    {
        public int Count { get; } = Rows.Sum(BitOperations.PopCount);
    }

    /// <summary>Puts features into bundles, greedily, those with the most unusual rows first.</summary>
    /// <returns>The bundles of at least two features.</returns>
    public static List<List<SparseFeature>> Bundle(IEnumerable<SparseFeature> features)
    {
        var bundles = new List<(List<SparseFeature> Members, ulong[] Rows, int StoredBins)>();
        foreach (SparseFeature feature in features.OrderByDescending(feature => feature.Count).ThenBy(feature => feature.Feature))
        {
            int place = -1;
            for (int i = Math.Max(0, bundles.Count - MaxSearched); i < bundles.Count && place < 0; i++)
            {
                if (bundles[i].StoredBins + feature.StoredBins <= MaxStoredBins && AreDisjoint(bundles[i].Rows, feature.Rows))
                    place = i;
            }

            if (place < 0)
            {
                bundles.Add(([feature], [.. feature.Rows], 1 + feature.StoredBins));
                continue;
            }

            (List<SparseFeature> members, ulong[] rows, int storedBins) = bundles[place];
            members.Add(feature);
            for (int word = 0; word < rows.Length; word++)
                rows[word] |= feature.Rows[word];
            bundles[place] = (members, rows, storedBins + feature.StoredBins);
        }

        return [.. bundles.Where(bundle => bundle.Members.Count > 1).Select(bundle => bundle.Members)];
    }

    private static bool AreDisjoint(ulong[] a, ulong[] b)
    {
        for (int word = 0; word < a.Length; word++)
        {
            if ((a[word] & b[word]) != 0)
                return false;
        }

        return true;
    }
}
