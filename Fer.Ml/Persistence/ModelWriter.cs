namespace Fer.Ml;

/// <summary>Collects the named arrays that a model is saved as.</summary>
public sealed class ModelWriter
{
    private readonly Dictionary<string, NpyArray> _arrays;
    private readonly string _prefix;

    /// <summary>An empty collection.</summary>
    public ModelWriter()
        : this([], "")
    {
    }

    private ModelWriter(Dictionary<string, NpyArray> arrays, string prefix)
    {
        _arrays = arrays;
        _prefix = prefix;
    }

    /// <summary>Everything written so far, by full name.</summary>
    public IReadOnlyDictionary<string, NpyArray> Arrays => _arrays;

    /// <summary>A part with names of its own, for a model within a model: "part.name".</summary>
    public ModelWriter Part(string name) => new(_arrays, $"{_prefix}{name}.");

    /// <summary>Writes an array of one of the types of <see cref="NpyArray.Values"/>; one dimension if none are given.</summary>
    public void Write(string name, Array values, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        _arrays.Add(_prefix + name, new NpyArray(shape.IsEmpty ? [values.Length] : [.. shape], values));
    }

    /// <summary>Writes a single number.</summary>
    public void Write(string name, double value) => _arrays.Add(_prefix + name, new NpyArray([], new[] { value }));

    /// <summary>Writes a single whole number.</summary>
    public void Write(string name, int value) => _arrays.Add(_prefix + name, new NpyArray([], new[] { value }));

    /// <summary>Writes a word.</summary>
    public void Write(string name, string value) => _arrays.Add(_prefix + name, new NpyArray([], new[] { value }));
}
