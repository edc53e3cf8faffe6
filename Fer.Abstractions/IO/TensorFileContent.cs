namespace Fer;

/// <summary>What a tensor file holds.</summary>
/// <param name="Tensors">The tensors by name.</param>
/// <param name="Metadata">Strings by name.</param>
public sealed record TensorFileContent(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
