using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// The best threshold of all, found among the sorted samples of a node. Sorted are whole numbers, the rank of a sample's value in its
/// column above the sample's place in the node: small nodes sixteen features at once, in vectors, by a network that compares the same
/// places of each; large ones feature by feature, by their digits.
/// </summary>
internal sealed class BestSplitter : NodeSplitter
{
    private const int MostPlaceBits = 9;
    private const int SmallNode = 1 << MostPlaceBits;

    private readonly TreeTable _table;
    private readonly bool _ranksFit;
    private readonly int _rankBits;
    private readonly int[] _features = new int[Lanes];
    private readonly uint[] _lanes = new uint[SmallNode * Lanes];
    private readonly double[] _twiceTotals;
    private readonly double[] _left;

    // Per threshold: the sum of the squared weights of classes on the left and on the right, the weight on the left, the samples there.
    private readonly double[] _leftSums;
    private readonly double[] _rightSums;
    private readonly double[] _leftWeights;
    private readonly int[] _counts;
    private ulong[] _keys;
    private ulong[] _spareKeys;

    public BestSplitter(TreeClassifier settings, TreeTable table, TreeSamples samples)
        : base(settings, table.Columns, samples)
    {
        int rows = samples.Rows.Length;
        _table = table;
        _rankBits = BitOperations.Log2((uint)rows) + 1;
        _ranksFit = _rankBits + MostPlaceBits <= 32;
        _twiceTotals = new double[samples.Totals.Length];
        _left = new double[samples.Totals.Length];
        _leftSums = new double[rows];
        _rightSums = new double[rows];
        _leftWeights = new double[rows];
        _counts = new int[rows];
        _keys = new ulong[rows];
        _spareKeys = new ulong[rows];
    }

    protected override bool Improve(ReadOnlySpan<int> features, ref RandomGenerator random, ref Split best)
    {
        for (int c = 0; c < _twiceTotals.Length; c++)
            _twiceTotals[c] = 2 * Samples.Totals[c];
        bool varied = false;
        if (Samples.Count <= SmallNode && _ranksFit)
        {
            GatherLanes(features);
            SortingNetwork.SortLanes(_lanes, Samples.Count);
            for (int lane = 0; lane < features.Length; lane++)
                varied |= Improve<uint>(ref _lanes[lane], Lanes, MostPlaceBits, features[lane], ref best);
            return varied;
        }

        foreach (int feature in features)
        {
            GatherKeys(feature);
            RadixSort.Run(ref _keys, ref _spareKeys, Samples.Count, 32, _rankBits);
            varied |= Improve<ulong>(ref _keys[0], 1, 32, feature, ref best);
        }

        return varied;
    }

    private void GatherLanes(ReadOnlySpan<int> features)
    {
        features.CopyTo(_features);
        _features.AsSpan(features.Length).Fill(features[0]);
        (uint[] source, int rowStride, int columnStride) = Layout();
        for (int lane = 0; lane < Lanes; lane++)
            _features[lane] *= columnStride;
        ref uint ranks = ref MemoryMarshal.GetArrayDataReference(source);
        ref uint target = ref MemoryMarshal.GetArrayDataReference(_lanes);
        ref int offsets = ref MemoryMarshal.GetArrayDataReference(_features);
        uint place = 0;
        foreach (int row in Samples.Rows.AsSpan(Samples.Start, Samples.Count))
        {
            ref uint values = ref Unsafe.Add(ref ranks, row * rowStride);
            for (int lane = 0; lane < Lanes; lane++)
                Unsafe.Add(ref target, lane) = (Unsafe.Add(ref values, Unsafe.Add(ref offsets, lane)) << MostPlaceBits) | place;
            target = ref Unsafe.Add(ref target, Lanes);
            place++;
        }
    }

    private void GatherKeys(int feature)
    {
        (uint[] source, int rowStride, int columnStride) = Layout();
        ref uint ranks = ref source[feature * columnStride];
        ref ulong target = ref MemoryMarshal.GetArrayDataReference(_keys);
        ulong place = 0;
        foreach (int row in Samples.Rows.AsSpan(Samples.Start, Samples.Count))
        {
            Unsafe.Add(ref target, (int)place) = ((ulong)Unsafe.Add(ref ranks, row * rowStride) << 32) | place;
            place++;
        }
    }

    private (uint[] Ranks, int RowStride, int ColumnStride) Layout() =>
        _table.ReadsByColumn(Samples.Count) ? (_table.RanksByColumn, 1, _table.Rows) : (_table.RanksByRow, _table.Columns, 1);

    /// <summary>Takes the best threshold of a feature whose samples are sorted, if it is better than the best split so far.</summary>
    /// <param name="keys">The first key: the rank in the upper bits, below it the place of the sample in the node.</param>
    /// <param name="stride">From a key to the next one.</param>
    /// <param name="placeBits">The lower bits.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="best">The best split so far.</param>
    /// <returns>Whether the feature is not constant in the node.</returns>
    private bool Improve<TKey>(ref TKey keys, int stride, int placeBits, int feature, ref Split best)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        int count = Samples.Count;
        if (keys >> placeBits == Unsafe.Add(ref keys, (count - 1) * stride) >> placeBits)
            return false;
        int thresholds, winner;
        double score = best.Score;
        if (Criterion == SplitCriterion.Gini)
        {
            thresholds = SumSquares(ref keys, stride, placeBits);
            winner = FindBest(thresholds, ref score);
        }
        else
            winner = FindBestOneByOne(ref keys, stride, placeBits, ref score);
        if (winner < 0)
            return true;
        TKey mask = (TKey.One << placeBits) - TKey.One;
        float low = Value(Unsafe.Add(ref keys, (winner - 1) * stride)), high = Value(Unsafe.Add(ref keys, winner * stride));
        best = new Split { Feature = feature, Threshold = Split.Halfway(low, high), Score = score };
        return true;

        float Value(TKey key) => _table.Value(Samples.Rows[Samples.Start + int.CreateTruncating(key & mask)], feature);
    }

    /// <summary>Goes through the samples once and writes what each possible threshold divides them into.</summary>
    /// <returns>How many thresholds there are: between different values, with enough samples on both sides.</returns>
    private int SumSquares<TKey>(ref TKey keys, int stride, int placeBits)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        TKey mask = (TKey.One << placeBits) - TKey.One;
        int count = Samples.Count, last = count - MinSamplesLeaf;
        double all = 0, leftSum = 0, product = 0, weight = 0;
        foreach (double total in Samples.Totals)
            all += total * total;
        _left.AsSpan().Clear();
        ref int labels = ref Samples.Labels[Samples.Start];
        ref double weights = ref Samples.Weights[Samples.Start];
        ref double left = ref MemoryMarshal.GetArrayDataReference(_left);
        ref double twiceTotals = ref MemoryMarshal.GetArrayDataReference(_twiceTotals);
        ref double leftSums = ref MemoryMarshal.GetArrayDataReference(_leftSums);
        ref double rightSums = ref MemoryMarshal.GetArrayDataReference(_rightSums);
        ref double leftWeights = ref MemoryMarshal.GetArrayDataReference(_leftWeights);
        ref int counts = ref MemoryMarshal.GetArrayDataReference(_counts);
        int found = 0;
        TKey key = keys;
        for (int i = 1; i <= last; i++)
        {
            int place = int.CreateTruncating(key & mask), label = Unsafe.Add(ref labels, place);
            double add = Unsafe.Add(ref weights, place);
            ref double ofClass = ref Unsafe.Add(ref left, label);
            // The right sum is that of (total - left)^2 = total^2 - 2 total left + left^2.
            leftSum += add * (ofClass + ofClass + add);
            product += add * Unsafe.Add(ref twiceTotals, label);
            ofClass += add;
            weight += add;
            keys = ref Unsafe.Add(ref keys, stride);
            if (i == count)
                break;
            TKey next = keys;
            bool allowed = i >= MinSamplesLeaf && weight >= MinWeightLeaf && Samples.Weight - weight >= MinWeightLeaf;
            Unsafe.Add(ref leftSums, found) = leftSum;
            Unsafe.Add(ref rightSums, found) = all - product + leftSum;
            Unsafe.Add(ref leftWeights, found) = weight;
            Unsafe.Add(ref counts, found) = i;
            found += (key ^ next) > mask & allowed ? 1 : 0;
            key = next;
        }

        return found;
    }

    /// <summary>Finds the best of the thresholds written down, the first one if several are equal.</summary>
    /// <returns>The samples on its left; -1 if none is better than the score given.</returns>
    private int FindBest(int thresholds, ref double score)
    {
        int winner = -1, i = 0;
        for (; i <= thresholds - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var leftWeights = Vector512.LoadUnsafe(ref _leftWeights[i]);
            Vector512<double> scores = Vector512.LoadUnsafe(ref _leftSums[i]) / leftWeights
                + Vector512.LoadUnsafe(ref _rightSums[i]) / (Vector512.Create(Samples.Weight) - leftWeights);
            if (!Vector512.GreaterThanAny(scores, Vector512.Create(score)))
                continue;
            for (int lane = 0; lane < Vector512<double>.Count; lane++)
            {
                if (scores[lane] > score)
                    (score, winner) = (scores[lane], i + lane);
            }
        }

        for (; i < thresholds; i++)
        {
            double one = _leftSums[i] / _leftWeights[i] + _rightSums[i] / (Samples.Weight - _leftWeights[i]);
            if (one > score)
                (score, winner) = (one, i);
        }

        return winner < 0 ? -1 : _counts[winner];
    }

    /// <summary>As the two methods above, for any criterion.</summary>
    private int FindBestOneByOne<TKey>(ref TKey keys, int stride, int placeBits, ref double score)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        TKey mask = (TKey.One << placeBits) - TKey.One;
        int winner = -1;
        double weight = 0;
        _left.AsSpan().Clear();
        for (int i = 1; i < Samples.Count; i++)
        {
            TKey key = Unsafe.Add(ref keys, (i - 1) * stride);
            int sample = Samples.Start + int.CreateTruncating(key & mask);
            _left[Samples.Labels[sample]] += Samples.Weights[sample];
            weight += Samples.Weights[sample];
            if ((key ^ Unsafe.Add(ref keys, i * stride)) <= mask
                || i < MinSamplesLeaf || Samples.Count - i < MinSamplesLeaf
                || weight < MinWeightLeaf || Samples.Weight - weight < MinWeightLeaf)
            {
                continue;
            }

            double one = Impurity.Score(Criterion, _left, weight, Samples.Totals, Samples.Weight);
            if (one > score)
                (score, winner) = (one, i);
        }

        return winner;
    }
}
