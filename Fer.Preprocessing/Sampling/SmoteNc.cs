namespace Fer.Preprocessing;

/// <summary>
/// SMOTE for tables in which some columns are categories (Chawla et al., 2002, section 6.1), as imbalanced-learn's <c>SMOTENC</c>.
/// Two categories of a column lie as far apart as the median of the other columns' deviations in the smallest class over the square
/// root of 2; a new row gets the category that is the most frequent among its parent's neighbours, of equally frequent ones one drawn
/// at random.
/// </summary>
public sealed class SmoteNc : OverSampler
{
    private readonly HashSet<int> _categorical;

    /// <summary>Says which columns are categories.</summary>
    /// <param name="categoricalFeatures">Their positions, from 0; at least one column must be left.</param>
    public SmoteNc(params IReadOnlyList<int> categoricalFeatures)
    {
        ArgumentNullException.ThrowIfNull(categoricalFeatures);
        _categorical = [.. categoricalFeatures];
    }

    /// <summary>The neighbours among which one is drawn, at least 1; 5 by default.</summary>
    public int KNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 5;

    private protected override void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins)
    {
        task.RequireNeighbors(label, KNeighbors, nameof(KNeighbors));
        NeighborTable neighbors = NearestNeighbors.Within(
            Encode(task).Select(task.Counts.RowsOf(label)), KNeighbors, task.Threads, ClassProgress.Of(task, targets, label),
            task.CancellationToken);
        task.Neighbors[label] = neighbors;
        int[] rows = task.Counts.RowsOf(label);
        Interpolations.AddRandom(origins, origins.Count - task.Table.Count, count, rows, neighbors, rows, Seed);
    }

    private protected override DerivedRowWriter CreateWriter(SamplingTask task)
    {
        FeatureTable table = task.Table;
        return (origin, destination) =>
        {
            ResampledTable.Interpolate(table.Row(origin.Parent), table.Row(origin.Neighbor), origin.Gap, destination);
            int label = table.Labels[origin.Parent];
            int[] rows = task.Counts.RowsOf(label);
            ReadOnlySpan<int> near = task.Neighbors[label].Indices(Array.BinarySearch(rows, origin.Parent));
            RandomGenerator random = RandomGenerator.Create(Seed, RandomStreams.Category, (ulong)origin.Number);
            foreach (int column in _categorical.Order())
                destination[column] = Vote(table, near, rows, column, ref random);
        };
    }

    private static float Vote(FeatureTable table, ReadOnlySpan<int> near, int[] rows, int column, ref RandomGenerator random)
    {
        var votes = new SortedDictionary<float, int>();
        foreach (int neighbor in near)
        {
            float category = table.Row(rows[neighbor])[column];
            votes[category] = votes.GetValueOrDefault(category) + 1;
        }

        int most = votes.Values.Max();
        float[] winners = [.. votes.Where(vote => vote.Value == most).Select(vote => vote.Key)];
        return winners.Length == 1 ? winners[0] : winners[random.Next(winners.Length)];
    }

    /// <summary>The table with a column per category, which holds half the median deviation or 0.</summary>
    private FeatureRows<double> Encode(SamplingTask task)
    {
        FeatureTable table = task.Table;
        CheckColumns(table);
        int[] continuous = [.. Enumerable.Range(0, table.Columns).Where(column => !_categorical.Contains(column))];
        double[] deviations = ColumnStatistics.StandardDeviations(task.RowsOf(task.Counts.FirstMinority));
        double distance = Median([.. continuous.Select(column => deviations[column])]) / 2;
        var places = new Dictionary<(int Column, float Category), int>();
        foreach (int column in _categorical.Order())
        {
            task.CancellationToken.ThrowIfCancellationRequested();
            for (int row = 0; row < table.Count; row++)
                places.TryAdd((column, table.Row(row)[column]), continuous.Length + places.Count);
        }

        int columns = continuous.Length + places.Count;
        if ((long)table.Count * columns > Array.MaxLength)
        {
            throw new DatasetException(
                $"{places.Count} categories in {table.Count} rows need a table larger than one array can hold; "
                + "take columns of numbers out of the categorical ones, or merge rare categories.");
        }

        var values = new double[table.Count * columns];
        for (int row = 0; row < table.Count; row++)
        {
            task.CancellationToken.ThrowIfCancellationRequested();
            Span<double> encoded = values.AsSpan(row * columns, columns);
            for (int c = 0; c < continuous.Length; c++)
                encoded[c] = table.Row(row)[continuous[c]];
            foreach (int column in _categorical)
                encoded[places[(column, table.Row(row)[column])]] = distance;
        }

        return new FeatureRows<double>(values, columns);
    }

    private void CheckColumns(FeatureTable table)
    {
        foreach (int column in _categorical)
        {
            if ((uint)column >= (uint)table.Columns)
                throw new DatasetException($"Categorical column {column} is outside the table's columns, 0 to {table.Columns - 1}.");
        }

        if (_categorical.Count == table.Columns)
            throw new DatasetException("All columns are categories; SMOTE-NC needs at least one that is not.");
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
