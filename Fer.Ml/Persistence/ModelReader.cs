namespace Fer.Ml;

/// <summary>The named arrays that a saved model is read from; what is missing or of another type is refused by name.</summary>
public sealed class ModelReader
{
    private const int MaximumDepth = 64; // a damaged file must not exhaust the stack

    private readonly IReadOnlyDictionary<string, NpyArray> _arrays;
    private readonly string _file;
    private readonly string _prefix;
    private readonly int _depth;

    /// <summary>Reads from arrays.</summary>
    /// <param name="arrays">By full name, as <see cref="ModelWriter.Arrays"/> has them.</param>
    /// <param name="file">What to call them in messages.</param>
    public ModelReader(IReadOnlyDictionary<string, NpyArray> arrays, string file)
        : this(arrays, file, "", 0)
    {
    }

    private ModelReader(IReadOnlyDictionary<string, NpyArray> arrays, string file, string prefix, int depth)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        _arrays = arrays;
        _file = file;
        _prefix = prefix;
        _depth = depth;
    }

    /// <summary>A part written by <see cref="ModelWriter.Part"/>.</summary>
    /// <exception cref="ModelFileException">Models lie within models too deep.</exception>
    public ModelReader Part(string name) => _depth < MaximumDepth
        ? new(_arrays, _file, $"{_prefix}{name}.", _depth + 1)
        : throw Invalid($"models lie more than {MaximumDepth} deep within each other");

    /// <summary>An array of the type and length that a model expects.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="length">How many values it must have; null for any number.</param>
    /// <exception cref="ModelFileException">It is missing, or of another type or length.</exception>
    public T[] ReadArray<T>(string name, long? length = null)
    {
        if (!_arrays.TryGetValue(_prefix + name, out NpyArray? array))
            throw Invalid($"'{_prefix}{name}' is missing");
        if (array.Values.GetType() != typeof(T[])) // exactly: to the runtime an array of uint is one of int as well
            throw Invalid($"'{_prefix}{name}' holds {array.Values.GetType().GetElementType()?.Name}, not {typeof(T).Name}");
        var values = (T[])array.Values;
        if (length is { } wanted && values.Length != wanted)
            throw Invalid($"'{_prefix}{name}' has {values.Length} values, not {wanted}");
        return values;
    }

    /// <summary>A single value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="ModelFileException">It is missing, or not a single value of that type.</exception>
    public T Read<T>(string name) => ReadArray<T>(name, 1)[0];

    /// <summary>The error for content that contradicts itself.</summary>
    /// <param name="problem">What is wrong, without a full stop.</param>
    public ModelFileException Invalid(string problem) =>
        new($"{_file}: {problem}; this is not a model that this version can read: save it again.");
}
