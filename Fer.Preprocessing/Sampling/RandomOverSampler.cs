namespace Fer.Preprocessing;

/// <summary>
/// Repeats rows drawn at random with replacement, as imbalanced-learn's <c>RandomOverSampler</c>; with <see cref="Shrinkage"/> as a
/// smoothed bootstrap (Menardi and Torelli, "Training and assessing classification rules with imbalanced data", 2014).
/// </summary>
public sealed class RandomOverSampler : OverSampler
{
    /// <summary>
    /// The noise that copies get, in units of the smoothing constant times each feature's deviation within the class; null, the
    /// default, for plain copies. At least 0.
    /// </summary>
    public double? Shrinkage
    {
        get;
        init
        {
            if (value is < 0 or double.NaN or double.PositiveInfinity)
                throw new ArgumentOutOfRangeException(nameof(value), value, "The shrinkage must be 0 or more.");
            field = value;
        }
    }

    internal override bool ReadsFeatures => Shrinkage is not null;

    private protected override void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins)
    {
        int[] rows = task.Counts.RowsOf(label);
        for (int i = 0; i < count; i++)
        {
            int number = origins.Count - task.Table.Count;
            RandomGenerator random = RandomGenerator.Create(Seed, RandomStreams.Copy, (ulong)number);
            origins.Add(RowOrigin.Copy(rows[random.Next(rows.Length)], number));
        }

        ClassProgress.Of(task, targets, label)?.Report(1);
    }

    private protected override DerivedRowWriter? CreateWriter(SamplingTask task)
    {
        if (Shrinkage is not double shrinkage)
            return null;
        FeatureTable table = task.Table;
        double smoothing = shrinkage * Math.Pow(4 / ((table.Columns + 2.0) * table.Count), 1 / (table.Columns + 4.0));
        double[]?[] deviations = [.. table.Classes.Select((_, label) =>
            task.Counts.Of(label) == 0 ? null : ColumnStatistics.StandardDeviations(task.RowsOf(label)))];
        return (origin, destination) =>
        {
            RandomGenerator random = RandomGenerator.Create(Seed, RandomStreams.Noise, (ulong)origin.Number);
            ReadOnlySpan<float> row = table.Row(origin.Parent);
            double[] scale = deviations[table.Labels[origin.Parent]]!;
            for (int c = 0; c < destination.Length; c++)
                destination[c] = (float)(row[c] + smoothing * scale[c] * random.NextGaussian());
        };
    }
}
