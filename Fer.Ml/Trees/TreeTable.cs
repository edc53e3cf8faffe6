namespace Fer.Ml;

/// <summary>The training table as splitters read it: row by row and column by column, shared by all trees.</summary>
/// <remarks>
/// The rows of a large node are so many that its columns are read from end to end, best from where they lie together. Those of a small
/// node are few but read again by all nodes under it, and stay in the cache row by row.
/// </remarks>
internal sealed class TreeTable
{
    // A node with at least this part of the table's rows is read by columns: about a row per cache line.
    private const int RowsPerLine = 16;

    private readonly float[] _values;

    private TreeTable(TrainingData data, TreeSplitter splitter)
    {
        _values = data.Values;
        Rows = data.Rows;
        Columns = data.Columns;
        if (splitter == TreeSplitter.Best)
        {
            RanksByColumn = new uint[_values.Length];
            RanksByRow = new uint[_values.Length];
        }
        else
            ByColumn = new float[_values.Length];
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Rows x columns.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Columns x rows, for random thresholds.</summary>
    public float[] ByColumn { get; } = [];

    /// <summary>
    /// Columns x rows, for best thresholds: how many values of its column are smaller, so that equal values have the same rank.
    /// </summary>
    public uint[] RanksByColumn { get; } = [];

    /// <summary>Rows x columns, likewise.</summary>
    public uint[] RanksByRow { get; } = [];

    public static TreeTable Create(TrainingData data, TreeSplitter splitter, CancellationToken cancellationToken)
    {
        var table = new TreeTable(data, splitter);
        var options = new ParallelOptions { MaxDegreeOfParallelism = data.Threads, CancellationToken = cancellationToken };
        if (splitter == TreeSplitter.Best)
        {
            Parallel.For(0, table.Columns, options, () => new RankSorter(table.Rows), table.RankColumn, _ => { });
            Transposition.Run<uint>(table.RanksByColumn, table.RanksByRow, table.Columns, table.Rows, options);
        }
        else
            Transposition.Run<float>(table._values, table.ByColumn, table.Rows, table.Columns, options);
        return table;
    }

    public float Value(int row, int column) => _values[row * Columns + column];

    /// <summary>Whether a node of so many rows is read by columns.</summary>
    public bool ReadsByColumn(int rows) => rows >= Rows / RowsPerLine;

    /// <summary>The values of a column, as a node of so many rows best reads them.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows of the node.</param>
    /// <param name="stride">From a row to the next one.</param>
    public ReadOnlySpan<float> Column(int column, int rows, out int stride)
    {
        if (ByColumn.Length > 0 && ReadsByColumn(rows))
        {
            stride = 1;
            return ByColumn.AsSpan(column * Rows, Rows);
        }

        stride = Columns;
        return _values.AsSpan(column);
    }

    private RankSorter RankColumn(int column, ParallelLoopState state, RankSorter sorter)
    {
        sorter.Rank(_values, column, Columns, RanksByColumn.AsSpan(column * Rows, Rows));
        return sorter;
    }
}
