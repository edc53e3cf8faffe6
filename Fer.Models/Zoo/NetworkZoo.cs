namespace Fer.Models;

/// <summary>The networks by name.</summary>
public static class NetworkZoo
{
    private static readonly SortedDictionary<string, Func<int, TensorShape?, NetworkDefinition>> Networks = new(StringComparer.Ordinal)
    {
        [FerdCnn.Name] = (classes, input) => FerdCnn.Create(classes, input),
        [FerdCnn.CbamName] = (classes, input) => FerdCnn.Create(classes, input, cbam: true),
        [FerVgg.Name] = (classes, input) => FerVgg.Create(classes, input),
        [FerResNet.Name] = (classes, input) => FerResNet.Create(classes, input),
        [ResNet.Name18] = (classes, input) => ResNet.Create18(classes, input),
        [ResNet.Name34] = (classes, input) => ResNet.Create34(classes, input),
        [ResNet.Name50] = (classes, input) => ResNet.Create50(classes, input),
        [Vgg16.Name] = (classes, input) => Vgg16.Create(classes, input),
        [Vgg16.BatchNormName] = (classes, input) => Vgg16.Create(classes, input, batchNorm: true),
        [MobileNetV3.LargeName] = (classes, input) => MobileNetV3.CreateLarge(classes, input),
        [MobileNetV3.SmallName] = (classes, input) => MobileNetV3.CreateSmall(classes, input),
    };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => Networks.Keys;

    /// <summary>Defines a network of the zoo as it was published. For its options, see the network's own class.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; null for the one the network was published with.</param>
    /// <exception cref="NetworkDefinitionException">
    /// The zoo has no such network, or it does not fit the input; where larger pictures would do, the error names the smallest.
    /// </exception>
    public static NetworkDefinition Create(string name, int classes, TensorShape? input = null) =>
        Networks.TryGetValue(name, out Func<int, TensorShape?, NetworkDefinition>? create)
            ? create(classes, input)
            : throw new NetworkDefinitionException($"There is no network '{name}'; there are: {string.Join(", ", Names)}.");
}
