using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// Batcher's odd-even merge sort ("Sorting networks and their applications", 1968), which compares the same places whatever the keys are:
/// sixteen lists beside each other are sorted by the instructions of one.
/// </summary>
internal static class SortingNetwork
{
    private const int Lanes = 16;

    /// <summary>Sorts each of sixteen lists.</summary>
    /// <param name="keys">Places x 16: the first key of each list, the second of each, and so on.</param>
    /// <param name="count">The length of the lists; any number.</param>
    public static void SortLanes(Span<uint> keys, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keys.Length, count * Lanes);
        ref uint first = ref MemoryMarshal.GetReference(keys);
        for (int merged = 1; merged < count; merged += merged)
        {
            for (int distance = merged; distance > 0; distance >>= 1)
            {
                for (int start = distance & (merged - 1); start + distance < count; start += 2 * distance)
                {
                    // Only places of the same two lists that are being merged are compared.
                    if (((start ^ (start + distance)) & ~(2 * merged - 1)) != 0)
                        continue;
                    int end = Math.Min(start + distance, count - distance);
                    for (int place = start; place < end; place++)
                        Exchange(ref Unsafe.Add(ref first, place * Lanes), ref Unsafe.Add(ref first, (place + distance) * Lanes));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref uint low, ref uint high)
    {
        Vector512<uint> a = Vector512.LoadUnsafe(ref low), b = Vector512.LoadUnsafe(ref high);
        Vector512.Min(a, b).StoreUnsafe(ref low);
        Vector512.Max(a, b).StoreUnsafe(ref high);
    }
}
