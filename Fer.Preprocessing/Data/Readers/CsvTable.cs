using System.Globalization;

namespace Fer.Preprocessing;

/// <summary>A CSV file whose first line names its columns; case and blanks around a name do not count.</summary>
internal sealed class CsvTable : IDisposable
{
    private readonly CsvReader _reader;

    private CsvTable(CsvReader reader, string[] columns)
    {
        _reader = reader;
        Columns = columns;
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line of the last row, from 1.</summary>
    public long Line => _reader.Line;

    /// <summary>A field of the last row without blanks around it, valid until the next is read.</summary>
    public ReadOnlySpan<char> this[int column] => _reader[column].Trim();

    /// <exception cref="DatasetException">The file is missing, cannot be read, or is empty.</exception>
    /// <exception cref="DatasetFormatException">The first line is malformed.</exception>
    public static CsvTable Open(string file, char separator = ',')
    {
        CsvReader reader = CsvReader.Open(file, separator);
        try
        {
            if (!reader.Read())
                throw new DatasetException($"{file}: is empty; expected a first line that names the columns.");
            var columns = new string[reader.Count];
            for (int i = 0; i < columns.Length; i++)
                columns[i] = reader[i].Trim().ToString();
            return new CsvTable(reader, columns);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The columns of a file; none if it is no such file.</summary>
    public static IReadOnlyList<string> ReadColumns(string file)
    {
        try
        {
            using CsvTable table = Open(file);
            return table.Columns;
        }
        catch (FerException)
        {
            return [];
        }
    }

    /// <summary>Whether one of the names is among the columns.</summary>
    public static bool Has(IReadOnlyList<string> columns, params IEnumerable<string> names) =>
        columns.Any(column => names.Contains(column, StringComparer.OrdinalIgnoreCase));

    /// <summary>The column with the first of the names that there is; -1 if there is none.</summary>
    public int Find(params IEnumerable<string> names) => names
        .Select(name => Array.FindIndex([.. Columns], column => column.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(column => column >= 0, -1);

    /// <summary>The column with the first of the names that there is.</summary>
    /// <exception cref="DatasetFormatException">There is none; the message lists the columns that there are.</exception>
    public int Require(params string[] names)
    {
        int column = Find(names);
        return column >= 0
            ? column
            : throw new DatasetFormatException(
                _reader.File, 1, $"no column {string.Join(" or ", names)}; the columns are {string.Join(", ", Columns)}.");
    }

    /// <summary>Goes on to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DatasetFormatException">The row is malformed, or has more or fewer fields than there are columns.</exception>
    public bool Read()
    {
        if (!_reader.Read())
            return false;
        return _reader.Count == Columns.Count
            ? true
            : throw Error($"{_reader.Count} fields, but there are {Columns.Count} columns; quote fields that hold separators.");
    }

    /// <summary>A whole number of the last row.</summary>
    /// <exception cref="DatasetFormatException">It is none, or outside the range.</exception>
    public int ReadInt32(int column, int min, int max) =>
        int.TryParse(this[column], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw Error($"{Columns[column]} '{Short(this[column])}' is not a whole number from {min} to {max}.");

    /// <summary>A finite number of the last row.</summary>
    /// <exception cref="DatasetFormatException">It is none.</exception>
    public float ReadSingle(int column) =>
        float.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Error($"{Columns[column]} '{Short(this[column])}' is not a finite number.");

    /// <summary>A text of the last row that says something.</summary>
    /// <exception cref="DatasetFormatException">It is empty, or stands for a missing value.</exception>
    public string ReadText(int column)
    {
        string text = this[column].ToString();
        return text.ToUpperInvariant() is "" or "NAN" or "NULL" or "N/A"
            ? throw Error($"{Columns[column]} is missing ('{text}'); fill it in, or take the line out.")
            : text;
    }

    /// <summary>An error at the last row.</summary>
    public DatasetFormatException Error(string reason) => _reader.Error(reason);

    public void Dispose() => _reader.Dispose();

    private static string Short(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}
