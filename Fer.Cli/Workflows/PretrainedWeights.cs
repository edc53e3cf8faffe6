using System.Security.Cryptography;
using Fer.Models;

namespace Fer.Cli.Workflows;

/// <summary>The weights in a file, with what can be told of the network and the pictures that they are for.</summary>
internal sealed class PretrainedWeights
{
    private PretrainedWeights(string file, TensorFileContent content)
    {
        File = file;
        Tensors = content.Tensors;
        Metadata = WeightsMetadata.Find(content.Metadata);
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Its tensors.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>What it says of itself, if fer wrote it.</summary>
    public WeightsMetadata? Metadata { get; }

    /// <summary>Reads a safetensors or PyTorch file, or the weights of a finished run.</summary>
    /// <exception cref="TensorFileException">The file is missing, damaged, or of another kind.</exception>
    public static PretrainedWeights Read(string path)
    {
        if (!Directory.Exists(path))
            return new PretrainedWeights(path, WeightFile.Read(path));
        string file = Path.Combine(path, "weights.safetensors");
        return System.IO.File.Exists(file)
            ? new PretrainedWeights(file, WeightFile.Read(file))
            : throw new TensorFileException($"{path}: a folder without a finished run's weights.safetensors; give a weights file.");
    }

    /// <summary>What the file holds, whatever its name and place.</summary>
    public string Sha256()
    {
        using FileStream stream = System.IO.File.OpenRead(File);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>For how many classes the file's head is; null if there is no telling.</summary>
    /// <param name="network">The network, for any number of classes.</param>
    public int? Classes(NetworkDefinition network) => Find(network.Parameters[^1].Name)?.Dimensions is [var classes, ..] ? classes : null;

    /// <summary>How many channels the file's first convolution takes; null if there is no telling.</summary>
    /// <param name="network">The network, for any number of channels.</param>
    public int? InputChannels(NetworkDefinition network)
    {
        NetworkParameter? first = network.Parameters.FirstOrDefault(parameter =>
            parameter.Definition.Role == ParameterRole.Weight && network.Nodes[parameter.Node].Inputs.Contains(-1));
        return first is not null && Find(first.Name)?.Dimensions is [_, var channels, _, _] ? channels : null;
    }

    /// <summary>
    /// How the pictures that the weights were trained on were normalised: as a file of fer's says; others for colour pictures are
    /// taken for torchvision's.
    /// </summary>
    /// <param name="network">The network, for any number of channels.</param>
    public string Normalization(NetworkDefinition network) =>
        Metadata?.Normalization ?? (InputChannels(network) == 1 ? NormalizationModes.None : NormalizationModes.ImageNet);

    /// <summary>A tensor by its name, or by its name behind a common prefix such as <c>module.</c></summary>
    private Tensor? Find(string name)
    {
        string? key = Tensors.Keys
            .Where(key => key == name || key.EndsWith("." + name, StringComparison.Ordinal))
            .MinBy(key => key.Length);
        return key is null ? null : Tensors[key];
    }
}
