using System.Globalization;

namespace Fer.Ml;

/// <summary>A value for each parameter of a <see cref="SearchSpace"/>.</summary>
public sealed class ParameterSet
{
    private readonly SortedDictionary<string, object> _values;

    internal ParameterSet(IEnumerable<KeyValuePair<string, object>> values) =>
        _values = new SortedDictionary<string, object>(values.ToDictionary(), StringComparer.Ordinal);

    /// <summary>The values by name, sorted by name.</summary>
    public IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>One of the values.</summary>
    /// <typeparam name="T">Its type; whole numbers are taken as <see cref="double"/> too.</typeparam>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or its value is of another type.</exception>
    public T Get<T>(string name)
    {
        if (!_values.TryGetValue(name, out object? value))
            throw new ArgumentException($"There is no parameter '{name}'; there are {string.Join(", ", _values.Keys)}.", nameof(name));
        if (value is T typed)
            return typed;
        if (typeof(T) == typeof(double) && value is int or long or float)
            return (T)(object)Convert.ToDouble(value, CultureInfo.InvariantCulture);
        throw new ArgumentException(
            $"The parameter '{name}' is {Text(value)}, a {value.GetType().Name}, not a {typeof(T).Name}.", nameof(name));
    }

    /// <summary>"C=0.1, kernel=Rbf": the name of the candidate in tables. The same in any culture.</summary>
    public override string ToString() => string.Join(", ", _values.Select(pair => $"{pair.Key}={Text(pair.Value)}"));

    /// <summary>A value as it stands in tables.</summary>
    internal static string Text(object value) =>
        value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "";
}
