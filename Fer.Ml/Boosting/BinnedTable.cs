using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>
/// The rows to learn from as bin numbers, a byte per stored column, in blocks of eight columns: a row of a block is one 64-bit number,
/// and a block's histogram, bins x 8 columns x 8 bytes, stays in the first-level cache.
/// </summary>
internal sealed unsafe class BinnedTable
{
    /// <summary>The stored columns of a block.</summary>
    public const int BlockColumns = 8;

    private const int ColumnsPerTask = 16; // a cache line of float32
    private const int MostSampledRows = 200_000; // LightGBM's bin_construct_sample_cnt
    private const ulong StreamKey = 0x42494E53414D504C; // sets this stream apart from the seed's other uses

    private readonly ulong[] _bins; // pinned; blocks x rows

    private BinnedTable(int rows, List<BinnedFeature> features, List<BinnedBlock> blocks)
    {
        Rows = rows;
        Features = features;
        Blocks = blocks;
        HistogramLength = blocks.Sum(block => block.Bins * BlockColumns);
        _bins = GC.AllocateArray<ulong>(checked(rows * blocks.Count), pinned: true);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The features that vary; in an order of the storage's.</summary>
    public IReadOnlyList<BinnedFeature> Features { get; }

    public IReadOnlyList<BinnedBlock> Blocks { get; }

    /// <summary>The sums of a whole histogram.</summary>
    public int HistogramLength { get; }

    /// <summary>The rows of a block: byte i of a number is column i. The memory does not move; keep the table alive meanwhile.</summary>
    public ulong* BinsOf(int block) => (ulong*)Marshal.UnsafeAddrOfPinnedArrayElement(_bins, block * Rows);

    /// <summary>Bins a table.</summary>
    /// <param name="data">The table.</param>
    /// <param name="rows">Its rows to keep.</param>
    /// <param name="maxBins">The most bins of a feature, 2 to 255.</param>
    /// <param name="enableBundle">Whether sparse features may share a stored column.</param>
    /// <param name="seed">Draws the rows to take thresholds from, where there are many.</param>
    /// <param name="options">Threads and cancellation.</param>
    public static BinnedTable Create(
        TrainingData data, int[] rows, int maxBins, bool enableBundle, ulong seed, ParallelOptions options)
    {
        int[] sample = rows;
        if (rows.Length > MostSampledRows)
        {
            sample = [.. rows];
            RandomGenerator.Create(seed, StreamKey).Shuffle(sample.AsSpan());
            sample = sample[..MostSampledRows];
        }

        var thresholds = new float[data.Columns][];
        var sparse = new bool[data.Columns];
        ForColumns(data.Columns, ColumnsPerTask, options, (first, end) =>
        {
            float[][] values = Gather(data, sample, first, end);
            for (int column = first; column < end; column++)
            {
                Array.Sort(values[column - first]);
                thresholds[column] = FeatureBinning.FindThresholds(values[column - first], maxBins);
                sparse[column] = enableBundle && IsSparse(values[column - first], thresholds[column]);
            }
        });

        List<List<FeatureBundler.SparseFeature>> bundles = FindBundles(data, rows, thresholds, sparse, options, out int[] defaultBins);
        BinnedTable table = Lay(rows.Length, thresholds, bundles, defaultBins);
        table.Fill(data, rows, options);
        return table;
    }

    private static BinnedTable Lay(
        int rows, float[][] thresholds, List<List<FeatureBundler.SparseFeature>> bundles, int[] defaultBins)
    {
        var bundled = bundles.SelectMany(bundle => bundle).Select(member => member.Feature).ToHashSet();
        var features = new List<BinnedFeature>();
        var blocks = new List<BinnedBlock>();
        int histogramStart = 0, storedColumns = 0;

        foreach (int[] columns in Enumerable.Range(0, thresholds.Length)
            .Where(column => thresholds[column].Length > 0 && !bundled.Contains(column)).Chunk(BlockColumns))
        {
            int first = features.Count;
            foreach (int column in columns)
                features.Add(new BinnedFeature(column, thresholds[column], storedColumns++));
            AddBlock(first, columns.Max(column => thresholds[column].Length + 1), false);
        }

        foreach (List<FeatureBundler.SparseFeature>[] columns in bundles.Chunk(BlockColumns))
        {
            int first = features.Count, most = 0;
            foreach (List<FeatureBundler.SparseFeature> bundle in columns)
            {
                int offset = 1;
                foreach (int column in bundle.Select(member => member.Feature))
                {
                    features.Add(new BinnedFeature(column, thresholds[column], storedColumns, offset, defaultBins[column]));
                    offset += thresholds[column].Length;
                }

                storedColumns++;
                most = Math.Max(most, offset);
            }

            AddBlock(first, most, true);
        }

        return new BinnedTable(rows, features, blocks);

        void AddBlock(int first, int bins, bool isBundled)
        {
            blocks.Add(new BinnedBlock(first, features.Count - first, bins, isBundled, histogramStart));
            histogramStart = checked(histogramStart + bins * BlockColumns);
            storedColumns = blocks.Count * BlockColumns;
        }
    }

    private void Fill(TrainingData data, int[] rows, ParallelOptions options) => Parallel.For(0, Blocks.Count, options, index =>
    {
        BinnedBlock block = Blocks[index];
        byte* bins = (byte*)BinsOf(index);
        for (int i = block.FirstFeature; i < block.FirstFeature + block.FeatureCount; i++)
        {
            BinnedFeature feature = Features[i];
            float[] padded = FeatureBinning.Pad(feature.Thresholds);
            byte* column = bins + feature.Column % BlockColumns;
            for (int row = 0; row < rows.Length; row++)
            {
                int stored = feature.Stored(FeatureBinning.FindBin(padded, data.Values[rows[row] * data.Columns + feature.Feature]));
                if (stored >= 0)
                    column[row * BlockColumns] = (byte)stored;
            }
        }
    });

    /// <summary>Whether most of the values lie in one bin.</summary>
    private static bool IsSparse(ReadOnlySpan<float> sorted, float[] thresholds)
    {
        if (thresholds.Length == 0)
            return false;
        int begin = 0, most = 0;
        float[] padded = FeatureBinning.Pad(thresholds);
        while (begin < sorted.Length)
        {
            int bin = FeatureBinning.FindBin(padded, sorted[begin]);
            int end = begin;
            while (end < sorted.Length && (bin == thresholds.Length || sorted[end] <= thresholds[bin]))
                end++;
            most = Math.Max(most, end - begin);
            begin = end;
        }

        return most >= FeatureBundler.SparseShare * sorted.Length;
    }

    private static List<List<FeatureBundler.SparseFeature>> FindBundles(
        TrainingData data, int[] rows, float[][] thresholds, bool[] sparse, ParallelOptions options, out int[] defaultBins)
    {
        int[] candidates = [.. Enumerable.Range(0, data.Columns).Where(column => sparse[column])];
        var found = new FeatureBundler.SparseFeature[candidates.Length];
        var usual = new int[data.Columns];
        Parallel.For(0, candidates.Length, options, i =>
        {
            int column = candidates[i];
            float[] padded = FeatureBinning.Pad(thresholds[column]);
            var bins = new byte[rows.Length];
            var counts = new int[256];
            for (int row = 0; row < rows.Length; row++)
            {
                bins[row] = (byte)FeatureBinning.FindBin(padded, data.Values[rows[row] * data.Columns + column]);
                counts[bins[row]]++;
            }

            usual[column] = Array.IndexOf(counts, counts.Max());
            var unusual = new ulong[(rows.Length + 63) / 64];
            for (int row = 0; row < rows.Length; row++)
            {
                if (bins[row] != usual[column])
                    unusual[row / 64] |= 1UL << (row % 64);
            }

            found[i] = new FeatureBundler.SparseFeature(column, thresholds[column].Length, unusual);
        });
        defaultBins = usual;
        return FeatureBundler.Bundle(found);
    }

    private static float[][] Gather(TrainingData data, int[] rows, int first, int end)
    {
        var values = new float[end - first][];
        for (int i = 0; i < values.Length; i++)
            values[i] = new float[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            ReadOnlySpan<float> source = data.Row(rows[row])[first..end];
            for (int i = 0; i < source.Length; i++)
                values[i][row] = source[i];
        }

        return values;
    }

    private static void ForColumns(int columns, int perTask, ParallelOptions options, Action<int, int> run) =>
        Parallel.For(0, (columns + perTask - 1) / perTask, options, task => run(task * perTask, Math.Min(columns, (task + 1) * perTask)));
}
