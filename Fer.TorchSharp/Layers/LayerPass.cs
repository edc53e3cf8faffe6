using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>How a layer runs in one pass.</summary>
/// <param name="IsTraining">Whether the layer learns: batch statistics, and dropout.</param>
/// <param name="Type">What convolutions and linear layers compute in.</param>
/// <param name="Random">The random numbers of dropout; null for TorchSharp's own generator.</param>
internal readonly record struct LayerPass(bool IsTraining, torch.ScalarType Type, LayerRandom? Random);
