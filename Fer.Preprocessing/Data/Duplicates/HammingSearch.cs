using System.Numerics;

namespace Fer.Preprocessing;

/// <summary>
/// Finds hashes that differ in few bits without comparing each with each: the 64 bits are cut into one block more than bits may
/// differ, so that two such hashes agree in at least one whole block (Norouzi, Punjani and Fleet, "Fast Search in Hamming Space
/// with Multi-Index Hashing", 2012). Only those that share a block's bits are compared.
/// </summary>
internal static class HammingSearch
{
    /// <summary>Joins hashes that differ in at most <paramref name="distance"/> bits.</summary>
    /// <param name="hashes">The hashes, no two equal.</param>
    /// <param name="distance">The most bits, from 0 to 63.</param>
    /// <param name="sets">As many sets as hashes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static void Join(ulong[] hashes, int distance, DisjointSets sets, CancellationToken cancellationToken)
    {
        int blocks = distance + 1;
        int[] members = new int[hashes.Length];
        ulong[] keys = new ulong[hashes.Length];
        for (int block = 0; block < blocks; block++)
        {
            int from = 64 * block / blocks, to = 64 * (block + 1) / blocks;
            ulong mask = (to == 64 ? 0 : 1UL << to) - (1UL << from);
            for (int i = 0; i < hashes.Length; i++)
                (members[i], keys[i]) = (i, hashes[i] & mask);
            Array.Sort(keys, members);
            for (int start = 0, end; start < keys.Length; start = end)
            {
                end = start + 1;
                while (end < keys.Length && keys[end] == keys[start])
                    end++;
                JoinBucket(hashes, members.AsSpan(start, end - start), distance, sets, cancellationToken);
            }
        }
    }

    private static void JoinBucket(
        ulong[] hashes, ReadOnlySpan<int> bucket, int distance, DisjointSets sets, CancellationToken cancellationToken)
    {
        for (int a = 1; a < bucket.Length; a++)
        {
            // A bucket may hold all hashes, if a block's bits are the same in all of them.
            cancellationToken.ThrowIfCancellationRequested();
            ulong hash = hashes[bucket[a]];
            for (int b = 0; b < a; b++)
            {
                if (BitOperations.PopCount(hash ^ hashes[bucket[b]]) <= distance)
                    sets.Union(bucket[a], bucket[b]);
            }
        }
    }
}
