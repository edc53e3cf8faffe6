namespace Fer.Ml;

/// <summary>The parameters of a search, each with its values or range.</summary>
/// <example>
/// <code>
/// var space = new SearchSpace(
///     ("neighbors", ParameterDistribution.Choice(1, 3, 5)), ("weights", ParameterDistribution.Choice(NeighborWeights.Uniform)));
/// </code>
/// </example>
public sealed class SearchSpace
{
    private const ulong StreamKey = 0x5345415243485350; // sets this stream apart from the seed's other uses
    private const int MostAttempts = 100;

    private readonly KeyValuePair<string, ParameterDistribution>[] _parameters;

    /// <summary>Gathers parameters.</summary>
    /// <param name="parameters">At least one; each name once.</param>
    public SearchSpace(params IReadOnlyList<(string Name, ParameterDistribution Values)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0)
            throw new ArgumentException("A search needs one parameter at least.", nameof(parameters));
        string? twice = parameters.GroupBy(parameter => parameter.Name, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"The parameter '{twice}' comes twice.", nameof(parameters));
        _parameters = // by name, so that the order in which they are written does not count
        [
            .. parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
                .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Values)),
        ];
    }

    /// <summary>The parameters by name.</summary>
    public IReadOnlyList<KeyValuePair<string, ParameterDistribution>> Parameters => _parameters;

    /// <summary>The number of combinations; null if one of the parameters has a range.</summary>
    public long? Count => Array.TrueForAll(_parameters, parameter => parameter.Value.Values is not null)
        ? _parameters.Aggregate(1L, (count, parameter) => checked(count * parameter.Value.Values!.Count))
        : null;

    /// <summary>
    /// Every combination, the last name's values changing fastest: the order of scikit-learn's <c>ParameterGrid</c> (1.2.1).
    /// </summary>
    /// <exception cref="ArgumentException">One of the parameters has a range.</exception>
    public IEnumerable<ParameterSet> Grid()
    {
        string? range = _parameters.FirstOrDefault(parameter => parameter.Value.Values is null).Key;
        if (range is not null)
            throw new ArgumentException($"The parameter '{range}' has a range, which has no grid; give it a choice of values.");
        return Enumerate(Count!.Value);

        IEnumerable<ParameterSet> Enumerate(long count)
        {
            for (long i = 0; i < count; i++)
                yield return At(i);
        }
    }

    /// <summary>
    /// Draws combinations, each at most once: scikit-learn's <c>ParameterSampler</c>. There are fewer than asked for if the space has no
    /// more; then it is the whole grid.
    /// </summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">The seed.</param>
    public IReadOnlyList<ParameterSet> Sample(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (Count <= count)
            return [.. Grid()];
        var drawn = new List<ParameterSet>(count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            for (int attempt = 0; attempt < MostAttempts; attempt++)
            {
                RandomGenerator random = RandomGenerator.Create(seed, StreamKey, (ulong)i, (ulong)attempt);
                ParameterSet set = Draw(ref random);
                if (names.Add(set.ToString()))
                {
                    drawn.Add(set);
                    break;
                }
            }
        }

        return drawn;
    }

    /// <summary>The parameters with what they are drawn from.</summary>
    public override string ToString() => string.Join("; ", _parameters.Select(parameter => $"{parameter.Key}: {parameter.Value}"));

    private ParameterSet At(long index)
    {
        var values = new Dictionary<string, object>();
        for (int i = _parameters.Length - 1; i >= 0; i--)
        {
            IReadOnlyList<object> choices = _parameters[i].Value.Values!;
            values[_parameters[i].Key] = choices[(int)(index % choices.Count)];
            index /= choices.Count;
        }

        return new ParameterSet(values);
    }

    private ParameterSet Draw(ref RandomGenerator random)
    {
        var values = new Dictionary<string, object>();
        foreach ((string name, ParameterDistribution distribution) in _parameters)
            values[name] = distribution.Draw(ref random);
        return new ParameterSet(values);
    }
}
