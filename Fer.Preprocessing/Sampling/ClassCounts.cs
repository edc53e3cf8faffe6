namespace Fer.Preprocessing;

/// <summary>The rows of each class of a table.</summary>
internal sealed class ClassCounts
{
    private readonly FeatureTable _table;
    private readonly int[][] _rows;

    public ClassCounts(FeatureTable table)
    {
        _table = table;
        var rows = new List<int>[table.Classes.Count];
        for (int label = 0; label < rows.Length; label++)
            rows[label] = [];
        for (int i = 0; i < table.Count; i++)
            rows[table.Labels[i]].Add(i);
        _rows = Array.ConvertAll(rows, list => list.ToArray());
        Present = [.. Enumerable.Range(0, rows.Length).Where(label => _rows[label].Length > 0)];
        Majority = Present.Count == 0 ? -1 : Present.MaxBy(Of);
        Minority = Present.Count == 0 ? -1 : Present.MinBy(Of);
    }

    /// <summary>The classes that have rows, in ascending order.</summary>
    public IReadOnlyList<int> Present { get; }

    /// <summary>The largest class.</summary>
    public int Majority { get; }

    /// <summary>The smallest class that has rows.</summary>
    public int Minority { get; }

    /// <summary>The smallest class that has rows; of equal ones, the one that comes first in the table.</summary>
    public int FirstMinority => Present.OrderBy(Of).ThenBy(label => _rows[label][0]).First();

    /// <summary>The number of rows of a class.</summary>
    public int Of(int label) => _rows[label].Length;

    /// <summary>The rows of a class, in ascending order.</summary>
    public int[] RowsOf(int label) => _rows[label];

    /// <summary>The label of a class that has rows.</summary>
    public int LabelOf(string name)
    {
        int label = Present.FirstOrDefault(present => _table.Classes[present] == name, -1);
        return label >= 0
            ? label
            : throw new DatasetException(
                $"Class '{name}' has no rows; there are {string.Join(", ", Present.Select(present => $"'{_table.Classes[present]}'"))}.");
    }
}
