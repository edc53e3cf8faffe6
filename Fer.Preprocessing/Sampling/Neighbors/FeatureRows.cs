namespace Fer.Preprocessing;

/// <summary>Rows of numbers that lie in one array, all of them or a choice; nothing is copied.</summary>
/// <typeparam name="T">float, double or byte.</typeparam>
public readonly struct FeatureRows<T>
    where T : unmanaged
{
    private readonly ReadOnlyMemory<T> _values;
    private readonly int[]? _indices;

    /// <summary>All rows of an array.</summary>
    /// <param name="values">Rows x columns, row by row.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    public FeatureRows(ReadOnlyMemory<T> values, int columns)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(byte))
            throw new NotSupportedException($"Rows of {typeof(T).Name} are not supported; give float, double or byte.");
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (values.Length % columns != 0)
            throw new ArgumentException($"{values.Length} values are not whole rows of {columns} columns.", nameof(values));
        _values = values;
        Columns = columns;
        Count = values.Length / columns;
    }

    private FeatureRows(ReadOnlyMemory<T> values, int columns, int[] indices)
    {
        _values = values;
        Columns = columns;
        Count = indices.Length;
        _indices = indices;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>One row.</summary>
    public ReadOnlySpan<T> Row(int index) => _values.Span.Slice((_indices is null ? index : _indices[index]) * Columns, Columns);

    /// <summary>The rows at the given positions.</summary>
    public FeatureRows<T> Select(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        int[]? own = _indices;
        int count = Count;
        return new FeatureRows<T>(_values, Columns, [.. indices.Select(Checked)]);

        int Checked(int i) => (uint)i >= (uint)count
            ? throw new ArgumentOutOfRangeException(nameof(indices), i, $"There are {count} rows.")
            : own is null ? i : own[i];
    }
}
