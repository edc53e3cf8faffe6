namespace Fer.Models;

/// <summary>The networks by name.</summary>
public static class NetworkZoo
{
    private static readonly SortedDictionary<string, Func<int, TensorShape?, NetworkDefinition>> Networks = new(StringComparer.Ordinal)
    {
        [FerdCnn.Name] = FerdCnn.Create,
    };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => Networks.Keys;

    /// <summary>Defines a network of the zoo.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; null for the one the network was published with.</param>
    /// <exception cref="NetworkDefinitionException">The zoo has no such network, or it does not fit the input.</exception>
    public static NetworkDefinition Create(string name, int classes, TensorShape? input = null) =>
        Networks.TryGetValue(name, out Func<int, TensorShape?, NetworkDefinition>? create)
            ? create(classes, input)
            : throw new NetworkDefinitionException($"There is no network '{name}'; there are: {string.Join(", ", Names)}.");
}
