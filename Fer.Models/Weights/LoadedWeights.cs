namespace Fer.Models;

/// <summary>Weights that fit a network, and what was done to make them fit.</summary>
/// <param name="Tensors">A tensor for every parameter and statistic of the network, by name.</param>
/// <param name="StrippedPrefix">What was taken off all names, with its dots; empty for nothing.</param>
/// <param name="Ignored">The entries that no network here needs: the batch counts of PyTorch's batch normalisation.</param>
/// <param name="Reinitialized">The parameters of the head that were drawn anew.</param>
/// <param name="Adapted">The tensors into which input channels or a normalisation were folded.</param>
public sealed record LoadedWeights(
    IReadOnlyDictionary<string, Tensor> Tensors,
    string StrippedPrefix,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<string> Reinitialized,
    IReadOnlyList<string> Adapted);
