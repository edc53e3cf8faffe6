using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>Histograms of a tree's nodes, used again when a node needs its own no longer.</summary>
/// <param name="length">The sums of a histogram.</param>
internal sealed unsafe class HistogramPool(int length)
{
    private const int Alignment = 64; // a cache line, and a vector of eight sums

    private readonly List<long[]> _arrays = []; // pinned, kept alive here
    private readonly Stack<nint> _free = new();

    public long* Rent()
    {
        if (_free.TryPop(out nint free))
            return (long*)free;
        long[] array = GC.AllocateUninitializedArray<long>(length + Alignment / sizeof(long), pinned: true);
        _arrays.Add(array);
        nint start = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        return (long*)((start + Alignment - 1) & -Alignment);
    }

    public void Return(long* histogram) => _free.Push((nint)histogram);
}
