namespace Fer.Preprocessing;

/// <summary>
/// ADASYN: as SMOTE, but a row gets the more new rows, the more of its neighbours are of other classes (He et al., "ADASYN: Adaptive
/// Synthetic Sampling Approach for Imbalanced Learning", 2008), as imbalanced-learn's <c>ADASYN</c>.
/// </summary>
/// <remarks>The number of each row's new rows is rounded, so their sum may miss the wanted one a little, as there.</remarks>
public sealed class Adasyn : OverSampler
{
    /// <summary>The neighbours by which a row is judged, and among which one of its class is drawn, at least 1; 5 by default.</summary>
    public int NNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 5;

    /// <summary>How many new rows each row of a class gets.</summary>
    internal int[] Distribute(SamplingTask task, int label, int count, IProgress<double>? progress)
    {
        task.RequireNeighborsInTable(NNeighbors, nameof(NNeighbors));
        int[] rows = task.Counts.RowsOf(label);
        NeighborTable neighbors = NearestNeighbors.Within(task.Rows, rows, NNeighbors, task.Threads, progress, task.CancellationToken);
        var ratios = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (int neighbor in neighbors.Indices(i))
                ratios[i] += task.Table.Labels[neighbor] != label ? 1 : 0;
            ratios[i] /= NNeighbors;
        }

        double sum = PairwiseSum.Of(ratios);
        if (sum == 0)
        {
            throw new DatasetException(
                $"Class '{task.Table.Classes[label]}': no row has a neighbour of another class, so ADASYN does not know where to add; "
                + $"use {nameof(Smote)} instead.");
        }

        return Array.ConvertAll(ratios, ratio => (int)Math.Round(ratio / sum * count, MidpointRounding.ToEven));
    }

    private protected override void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins)
    {
        task.RequireNeighbors(label, NNeighbors, nameof(NNeighbors));
        int[] numbers = Distribute(task, label, count, ClassProgress.Of(task, targets, label));
        if (numbers.Sum() == 0)
        {
            throw new DatasetException(
                $"Class '{task.Table.Classes[label]}': {count} new rows over {numbers.Length} rows round to none each; "
                + $"ask for more, or use {nameof(Smote)} instead.");
        }

        int[] rows = task.Counts.RowsOf(label);
        NeighborTable neighbors = NearestNeighbors.Within(task.RowsOf(label), NNeighbors, task.Threads, null, task.CancellationToken);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int repeat = 0; repeat < numbers[i]; repeat++)
            {
                int number = origins.Count - task.Table.Count;
                RandomGenerator random = RandomGenerator.Create(Seed, RandomStreams.Interpolation, (ulong)number);
                int neighbor = rows[neighbors.Indices(i)[random.Next(NNeighbors)]];
                origins.Add(RowOrigin.Interpolation(rows[i], neighbor, random.NextSingle(), number));
            }
        }
    }
}
