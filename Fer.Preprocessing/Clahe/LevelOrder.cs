using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary>
/// The order in which histograms and tables of 256 levels are kept: level 16 a + b is at place 16 b + a. Read as 16 vectors of 16
/// lanes, each lane then holds 16 successive levels, one per vector, and all lanes' cumulative sums grow by plain vector additions.
/// </summary>
internal static class LevelOrder
{
    /// <summary>The place of a level, and the level at a place.</summary>
    public static byte PlaceOf(int level) => (byte)((level << 4) | (level >> 4));

    /// <summary>The places of many levels.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="places">As many or more bytes, not the same memory.</param>
    public static void PlacesOf(ReadOnlySpan<byte> levels, Span<byte> places)
    {
        places = places[..levels.Length];
        if (levels.Length < Vector128<byte>.Count)
        {
            for (int i = 0; i < levels.Length; i++)
                places[i] = PlaceOf(levels[i]);
            return;
        }

        ref byte from = ref MemoryMarshal.GetReference(levels);
        ref byte to = ref MemoryMarshal.GetReference(places);
        nuint last = (nuint)(levels.Length - Vector128<byte>.Count); // the last vector overlaps the one before
        for (nuint i = 0; i < last; i += (nuint)Vector128<byte>.Count)
            SwapNibbles(Vector128.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        SwapNibbles(Vector128.LoadUnsafe(ref from, last)).StoreUnsafe(ref to, last);
    }

    private static Vector128<byte> SwapNibbles(Vector128<byte> levels) => (levels << 4) | (levels >>> 4);
}
