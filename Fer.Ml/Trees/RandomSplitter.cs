using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// A random threshold for each feature drawn, of which the best is taken: nothing is sorted. The values of sixteen features are laid
/// beside each other, a row of the node after the other, so that a vector holds one row's and all is computed for sixteen features
/// at once.
/// </summary>
internal sealed class RandomSplitter(TreeClassifier settings, TreeTable table, TreeSamples samples)
    : NodeSplitter(settings, table.Columns, samples)
{
    private const int RowsPerChunk = 256; // of the values gathered by columns: 16 KiB stay in the nearest cache

    private readonly float[] _values = new float[samples.Rows.Length * Lanes];
    private readonly double[] _left = new double[samples.Totals.Length * Lanes];
    private readonly int[] _features = new int[Lanes];
    private readonly float[] _thresholds = new float[Lanes];
    private readonly double[] _shares = new double[Lanes];
    private readonly double[] _classes = new double[samples.Totals.Length];

    /// <summary>Draws a number from 0 (included) to 1 (excluded) for each of some features, two of them from 64 random bits.</summary>
    public static void Draw(Span<double> shares, ref RandomGenerator random)
    {
        const double Unit = 1.0 / (1UL << 32);
        ulong bits = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            bits = i % 2 == 0 ? random.NextUInt64() : bits >> 32;
            shares[i] = (uint)bits * Unit;
        }
    }

    /// <summary>A threshold between the smallest and the largest value of a feature, below the latter.</summary>
    /// <param name="smallest">The smallest value.</param>
    /// <param name="largest">The largest value.</param>
    /// <param name="share">How far it lies from the one to the other.</param>
    public static float ThresholdAt(float smallest, float largest, double share)
    {
        float threshold = (float)(smallest + share * ((double)largest - smallest));
        return threshold < largest ? threshold : smallest;
    }

    protected override bool Improve(ReadOnlySpan<int> features, ref RandomGenerator random, ref Split best)
    {
        features.CopyTo(_features);
        _features.AsSpan(features.Length).Fill(features[0]);
        if (table.ReadsByColumn(Samples.Count))
            GatherColumns();
        else
            GatherRows();
        if (!DrawThresholds(features.Length, ref random))
            return false;
        Vector512<int> counts = WeighLeft(Vector512.LoadUnsafe(ref _thresholds[0]));
        if (Criterion == SplitCriterion.Gini)
            TakeBestByGini(features, counts, ref best);
        else
            TakeBest(features, counts, ref best);
        return true;
    }

    private void GatherRows()
    {
        ref float source = ref MemoryMarshal.GetReference(table.Values);
        ref float target = ref MemoryMarshal.GetArrayDataReference(_values);
        ref int features = ref MemoryMarshal.GetArrayDataReference(_features);
        foreach (int row in Samples.Rows.AsSpan(Samples.Start, Samples.Count))
        {
            ref float values = ref Unsafe.Add(ref source, row * table.Columns);
            for (int lane = 0; lane < Lanes; lane++)
                Unsafe.Add(ref target, lane) = Unsafe.Add(ref values, Unsafe.Add(ref features, lane));
            target = ref Unsafe.Add(ref target, Lanes);
        }
    }

    private void GatherColumns()
    {
        for (int chunk = 0; chunk < Samples.Count; chunk += RowsPerChunk)
        {
            ReadOnlySpan<int> rows = Samples.Rows.AsSpan(Samples.Start + chunk, Math.Min(RowsPerChunk, Samples.Count - chunk));
            for (int lane = 0; lane < Lanes; lane++)
            {
                ref float values = ref table.ByColumn[_features[lane] * table.Rows];
                ref float target = ref _values[chunk * Lanes + lane];
                foreach (int row in rows)
                {
                    target = Unsafe.Add(ref values, row);
                    target = ref Unsafe.Add(ref target, Lanes);
                }
            }
        }
    }

    /// <summary>Draws the thresholds; that of a constant feature is its value, which leaves nothing on the right.</summary>
    /// <returns>Whether there is a feature that is not constant.</returns>
    private bool DrawThresholds(int features, ref RandomGenerator random)
    {
        ref float values = ref MemoryMarshal.GetArrayDataReference(_values);
        Vector512<float> smallest = Vector512.LoadUnsafe(ref values), largest = smallest;
        for (int i = 1; i < Samples.Count; i++)
        {
            Vector512<float> row = Vector512.LoadUnsafe(ref values, (nuint)(i * Lanes));
            smallest = Vector512.MinNative(smallest, row);
            largest = Vector512.MaxNative(largest, row);
        }

        Draw(_shares.AsSpan(0, features), ref random);
        Vector512<float> thresholds = Vector512.Narrow(
            ThresholdsAt(Vector512.WidenLower(smallest), Vector512.WidenLower(largest), Vector512.LoadUnsafe(ref _shares[0])),
            ThresholdsAt(
                Vector512.WidenUpper(smallest), Vector512.WidenUpper(largest), Vector512.LoadUnsafe(ref _shares[Vector512<double>.Count])));
        Vector512.ConditionalSelect(Vector512.LessThan(thresholds, largest), thresholds, smallest).StoreUnsafe(ref _thresholds[0]);
        return !Vector512.EqualsAll(smallest, largest);
    }

    private static Vector512<double> ThresholdsAt(Vector512<double> smallest, Vector512<double> largest, Vector512<double> shares) =>
        smallest + shares * (largest - smallest);

    /// <summary>Adds up, for each class and feature, the weights of the samples that would go to the left.</summary>
    /// <returns>How many samples would.</returns>
    private Vector512<int> WeighLeft(Vector512<float> thresholds)
    {
        ref float values = ref MemoryMarshal.GetArrayDataReference(_values);
        Vector512<int> all = default;
        int i = Samples.Start;
        for (int c = 0; c < Samples.ClassEnds.Length; c++)
        {
            int end = Samples.ClassEnds[c];
            Vector512<int> counts = default;
            Vector512<double> lower = default, upper = default;
            if (Samples.UnitWeights)
            {
                for (; i < end; i++)
                {
                    counts -= Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref values), thresholds).AsInt32();
                    values = ref Unsafe.Add(ref values, Lanes);
                }

                lower = Vector512.ConvertToDouble(Vector512.WidenLower(counts));
                upper = Vector512.ConvertToDouble(Vector512.WidenUpper(counts));
            }
            else
            {
                for (; i < end; i++)
                {
                    Vector512<int> isLeft = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref values), thresholds).AsInt32();
                    Vector512<double> weight = Vector512.Create(Samples.Weights[i]);
                    counts -= isLeft;
                    lower += Vector512.WidenLower(isLeft).AsDouble() & weight;
                    upper += Vector512.WidenUpper(isLeft).AsDouble() & weight;
                    values = ref Unsafe.Add(ref values, Lanes);
                }
            }

            lower.StoreUnsafe(ref _left[c * Lanes]);
            upper.StoreUnsafe(ref _left[c * Lanes + Lanes / 2]);
            all += counts;
        }

        return all;
    }

    private void TakeBestByGini(ReadOnlySpan<int> features, Vector512<int> counts, ref Split best)
    {
        Span<double> scores = stackalloc double[Lanes];
        Span<double> weights = stackalloc double[Lanes];
        for (int half = 0; half < Lanes; half += Vector512<double>.Count)
        {
            Vector512<double> leftWeight = default, leftSum = default, rightSum = default;
            for (int c = 0; c < Samples.Totals.Length; c++)
            {
                var left = Vector512.LoadUnsafe(ref _left[c * Lanes + half]);
                Vector512<double> right = Vector512.Create(Samples.Totals[c]) - left;
                leftWeight += left;
                leftSum += left * left;
                rightSum += right * right;
            }

            (leftSum / leftWeight + rightSum / (Vector512.Create(Samples.Weight) - leftWeight)).CopyTo(scores[half..]);
            leftWeight.CopyTo(weights[half..]);
        }

        for (int lane = 0; lane < features.Length; lane++)
        {
            if (scores[lane] > best.Score && IsAllowed(counts[lane], weights[lane]))
                best = new Split { Feature = features[lane], Threshold = _thresholds[lane], Score = scores[lane] };
        }
    }

    private void TakeBest(ReadOnlySpan<int> features, Vector512<int> counts, ref Split best)
    {
        for (int lane = 0; lane < features.Length; lane++)
        {
            double weight = 0;
            for (int c = 0; c < _classes.Length; c++)
            {
                _classes[c] = _left[c * Lanes + lane];
                weight += _classes[c];
            }

            if (!IsAllowed(counts[lane], weight))
                continue;
            double score = Impurity.Score(Criterion, _classes, weight, Samples.Totals, Samples.Weight);
            if (score > best.Score)
                best = new Split { Feature = features[lane], Threshold = _thresholds[lane], Score = score };
        }
    }

    private bool IsAllowed(int count, double weight) =>
        count >= MinSamplesLeaf && Samples.Count - count >= MinSamplesLeaf
        && weight >= MinWeightLeaf && Samples.Weight - weight >= MinWeightLeaf;
}
