namespace Fer.Ml;

/// <summary>The splitters as one would write them down, feature by feature: what the fast ones are held against.</summary>
internal sealed class ReferenceSplitter(TreeClassifier settings, TreeSplitter splitter, TreeTable table, TreeSamples samples)
    : NodeSplitter(settings, table.Columns, samples)
{
    protected override bool Improve(ReadOnlySpan<int> features, ref RandomGenerator random, ref Split best)
    {
        bool varied = false;
        var shares = new double[features.Length];
        if (splitter == TreeSplitter.Random)
            RandomSplitter.Draw(shares, ref random);
        for (int f = 0; f < features.Length; f++)
        {
            int feature = features[f];
            (float Value, int Sample)[] sorted =
                [.. Enumerable.Range(Samples.Start, Samples.Count).Select(i => (table.Value(Samples.Rows[i], feature), i)).Order()];
            float smallest = sorted[0].Value, largest = sorted[^1].Value;
            if (smallest == largest)
                continue;
            varied = true;
            if (splitter == TreeSplitter.Random)
                TryThreshold(feature, RandomSplitter.ThresholdAt(smallest, largest, shares[f]), sorted, ref best);
            else
            {
                for (int i = 1; i < sorted.Length; i++)
                {
                    if (sorted[i].Value > sorted[i - 1].Value)
                        TryThreshold(feature, Split.Halfway(sorted[i - 1].Value, sorted[i].Value), sorted, ref best);
                }
            }
        }

        return varied;
    }

    private void TryThreshold(int feature, float threshold, (float Value, int Sample)[] sorted, ref Split best)
    {
        int count = sorted.Count(entry => entry.Value <= threshold);
        if (count < MinSamplesLeaf || sorted.Length - count < MinSamplesLeaf)
            return;
        var left = new double[Samples.Totals.Length];
        foreach ((_, int sample) in sorted.Take(count))
            left[Samples.Labels[sample]] += Samples.Weights[sample];
        double weight = left.Sum();
        if (weight < MinWeightLeaf || Samples.Weight - weight < MinWeightLeaf)
            return;
        double score = Impurity.Score(Criterion, left, weight, Samples.Totals, Samples.Weight);
        if (score > best.Score)
            best = new Split { Feature = feature, Threshold = threshold, Score = score };
    }
}
