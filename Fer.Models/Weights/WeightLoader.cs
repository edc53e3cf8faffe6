namespace Fer.Models;

/// <summary>Fits the tensors of a weight file to a network, or says everything in which they do not fit.</summary>
/// <example>
/// <code>
/// using FileStream file = File.OpenRead("resnet18.pth");
/// LoadedWeights loaded = WeightLoader.Fit(network, new PyTorchCheckpoint().Read(file).Tensors, new WeightLoadingOptions
/// {
///     File = file.Name, ReinitializeHead = true, SumInputChannels = true, FoldNormalization = ChannelNormalization.ImageNet,
/// });
/// </code>
/// </example>
public static class WeightLoader
{
    private const string BatchCount = "num_batches_tracked";

    private const int MaxPrefixParts = 4;

    /// <summary>
    /// Fits tensors to a network by name. <c>num_batches_tracked</c>, which PyTorch's batch normalisation counts and nothing
    /// here needs, is passed over.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">The tensors by name, as a file format read them; they are not changed.</param>
    /// <param name="options">How far they may be fitted; null for the defaults.</param>
    /// <exception cref="TensorFileException">
    /// Tensors are missing, unexpected, wrongly shaped or not finite: the message lists them all. Or the first layer is not
    /// one into which channels or a normalisation can be folded.
    /// </exception>
    public static LoadedWeights Fit(
        NetworkDefinition network, IReadOnlyDictionary<string, Tensor> tensors, WeightLoadingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tensors);
        options ??= new WeightLoadingOptions();
        var names = network.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        string[] ignored = [.. tensors.Keys.Where(IsBatchCount).Order(StringComparer.Ordinal)];
        Dictionary<string, Tensor> found = tensors.Where(pair => !IsBatchCount(pair.Key)).ToDictionary(StringComparer.Ordinal);
        string prefix = options.StripPrefix ? CommonPrefix(found.Keys, names) : "";
        if (prefix.Length > 0)
            found = found.ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);

        string[] reinitialized = options.ReinitializeHead ? ReinitializeHead(network, found, options.Seed) : [];
        var adapter = new FirstConvolutionAdapter(network, found, options);
        Check(network, found, adapter, options);
        return new LoadedWeights(found, prefix, ignored, reinitialized, adapter.Apply());
    }

    private static bool IsBatchCount(string name) => name == BatchCount || name.EndsWith("." + BatchCount, StringComparison.Ordinal);

    /// <summary>The first names, with their dots, that all tensors share and without which some are parameters of the network.</summary>
    private static string CommonPrefix(IReadOnlyCollection<string> found, HashSet<string> names)
    {
        if (found.Any(names.Contains))
            return "";
        string first = found.FirstOrDefault("");
        int length = 0;
        for (int parts = 0; parts < MaxPrefixParts && first.IndexOf('.', length) is var dot and >= 0; parts++)
        {
            length = dot + 1;
            string prefix = first[..length];
            if (!found.All(name => name.StartsWith(prefix, StringComparison.Ordinal)))
                return "";
            if (found.Any(name => names.Contains(name[length..])))
                return prefix;
        }

        return "";
    }

    /// <summary>Draws the head where the file's is absent or for other classes.</summary>
    private static string[] ReinitializeHead(NetworkDefinition network, Dictionary<string, Tensor> found, ulong seed)
    {
        int head = network.Parameters.Count > 0 ? network.Parameters[^1].Node : -1;
        int[] positions = [.. Enumerable.Range(0, network.Parameters.Count).Where(i => network.Parameters[i].Node == head)];
        bool isWhole = Array.TrueForAll(positions, i => found.TryGetValue(network.Parameters[i].Name, out Tensor? tensor)
            && !IsForOtherClasses(tensor, network.Parameters[i].Definition));
        if (isWhole)
            return [];
        bool fits = Array.TrueForAll(positions, i => !found.TryGetValue(network.Parameters[i].Name, out Tensor? tensor)
            || IsForOtherClasses(tensor, network.Parameters[i].Definition)
            || tensor.Dimensions.SequenceEqual(network.Parameters[i].Definition.Dimensions));
        if (!fits) // it differs in more than the classes, which the caller has to hear of
            return [];
        foreach (int i in positions)
            found[network.Parameters[i].Name] = WeightInitializer.InitializeParameter(network, i, seed);
        return [.. positions.Select(i => network.Parameters[i].Name)];
    }

    private static bool IsForOtherClasses(Tensor tensor, ParameterDefinition parameter) =>
        tensor.Dimensions.Count == parameter.Dimensions.Count
        && tensor.Dimensions.Count > 0
        && tensor.Dimensions[0] != parameter.Dimensions[0]
        && tensor.Dimensions.Skip(1).SequenceEqual(parameter.Dimensions.Skip(1));

    private static void Check(
        NetworkDefinition network, Dictionary<string, Tensor> found, FirstConvolutionAdapter adapter, WeightLoadingOptions options)
    {
        var mismatch = new WeightMismatch();
        var parameters = network.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        mismatch.Missing.AddRange(parameters.Keys.Where(name => !found.ContainsKey(name)));
        mismatch.Unexpected.AddRange(found.Keys.Where(name => !parameters.ContainsKey(name)).Order(StringComparer.Ordinal));
        foreach (NetworkParameter parameter in network.Parameters)
        {
            if (!found.TryGetValue(parameter.Name, out Tensor? tensor))
                continue;
            if (!tensor.Dimensions.SequenceEqual(parameter.Definition.Dimensions) && !adapter.Accepts(parameter, tensor))
            {
                mismatch.WronglyShaped.Add(
                    $"{parameter.Name} is {Describe(tensor.Dimensions)} instead of {Describe(parameter.Definition.Dimensions)}");
            }

            if (Array.Exists(tensor.Values, value => !float.IsFinite(value)))
                mismatch.NotFinite.Add(parameter.Name);
        }

        mismatch.ThrowIfAny(options.File, network.Name, Advice(network, found, adapter, options));
    }

    private static string Describe(IReadOnlyList<int> dimensions) => $"[{string.Join(", ", dimensions)}]";

    private static string Advice(
        NetworkDefinition network, Dictionary<string, Tensor> found, FirstConvolutionAdapter adapter, WeightLoadingOptions options)
    {
        foreach (NetworkParameter parameter in network.Parameters)
        {
            if (!found.TryGetValue(parameter.Name, out Tensor? tensor))
                continue;
            bool isHead = parameter.Node == network.Parameters[^1].Node;
            if (isHead && !options.ReinitializeHead && IsForOtherClasses(tensor, parameter.Definition))
            {
                return $"The file's head is for {tensor.Dimensions[0]} classes: make the network for as many, "
                    + "or keep all but the head (ReinitializeHead) and train.";
            }

            if (!options.SumInputChannels && adapter.CouldSum(parameter, tensor))
            {
                return $"The file's weights are for pictures of {tensor.Dimensions[1]} channels: make the network for such pictures, "
                    + "or sum the weights over the channels (SumInputChannels).";
            }
        }

        return "";
    }
}
