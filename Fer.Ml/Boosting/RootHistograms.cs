using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// The histograms of the roots of up to eight trees at once. At the root all trees have the same rows, so that one vector addition adds
/// a row's gradients for eight trees to a bin.
/// </summary>
internal sealed unsafe class RootHistograms
{
    /// <summary>The most trees.</summary>
    public const int MostTrees = 8;

    private const int ColumnBins = 256;

    private readonly BinnedTable _table;
    private readonly long[] _gradients; // pinned: rows x 8 trees
    private readonly HistogramPool _sums = new(BinnedTable.BlockColumns * ColumnBins * MostTrees); // columns x bins x trees, one per thread

    public RootHistograms(BinnedTable table)
    {
        _table = table;
        _gradients = GC.AllocateArray<long>(checked(table.Rows * MostTrees), pinned: true);
    }

    /// <summary>Fills the root histograms of trees that have just begun on the same rows, and finds their best splits.</summary>
    public void Process(ReadOnlyMemory<TreeGrower> growers, ParallelOptions options)
    {
        int count = growers.Span[0].RootGradients.Length;
        for (int tree = 0; tree < growers.Length; tree++)
        {
            ReadOnlySpan<long> gradients = growers.Span[tree].RootGradients;
            for (int i = 0; i < count; i++)
                _gradients[i * MostTrees + tree] = gradients[i];
        }

        Parallel.For(
            0, _table.Blocks.Count, options, RentSums, (index, _, sums) => ProcessBlock(growers.Span, index, count, sums), ReturnSums);
    }

    /// <summary>Adds rows to the histograms of a block.</summary>
    /// <param name="sums">8 columns x 256 bins x 8 trees.</param>
    /// <param name="bins">The block's rows.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="gradients">Their packed gradients and hessians: rows x 8 trees.</param>
    /// <param name="count">How many there are.</param>
    internal static void Add(long* sums, ulong* bins, int* rows, long* gradients, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ulong row = bins[rows[i]];
            Vector512<long> gradient = Vector512.Load(gradients + (long)i * MostTrees);
            long* column = sums;
            for (int c = 0; c < BinnedTable.BlockColumns; c++, row >>= 8, column += ColumnBins * MostTrees)
            {
                long* bin = column + (byte)row * MostTrees;
                (Vector512.Load(bin) + gradient).Store(bin);
            }
        }
    }

    private nint ProcessBlock(ReadOnlySpan<TreeGrower> growers, int index, int count, nint scratch)
    {
        BinnedBlock block = _table.Blocks[index];
        long* sums = (long*)scratch;
        for (int column = 0; column < BinnedTable.BlockColumns; column++)
            new Span<long>(sums + column * ColumnBins * MostTrees, block.Bins * MostTrees).Clear();
        fixed (int* rows = growers[0].RootRows)
            Add(sums, _table.BinsOf(index), rows, (long*)Marshal.UnsafeAddrOfPinnedArrayElement(_gradients, 0), count);
        for (int tree = 0; tree < growers.Length; tree++)
        {
            long* histogram = growers[tree].RootHistogram + block.HistogramStart;
            for (int column = 0; column < BinnedTable.BlockColumns; column++)
            {
                long* source = sums + column * ColumnBins * MostTrees + tree;
                for (int bin = 0; bin < block.Bins; bin++)
                    histogram[bin * BinnedTable.BlockColumns + column] = source[bin * MostTrees];
            }

            growers[tree].ProcessBlock(index, histogramIsFilled: true);
        }

        return scratch;
    }

    private nint RentSums()
    {
        lock (_sums)
            return (nint)_sums.Rent();
    }

    private void ReturnSums(nint sums)
    {
        lock (_sums)
            _sums.Return((long*)sums);
    }
}
