using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>What a layer computes. Every value is N x C x H x W; a vector is N x C x 1 x 1.</summary>
/// <param name="inputs">Its inputs.</param>
/// <param name="pass">The pass.</param>
/// <returns>A tensor of its own, never one of the inputs.</returns>
internal delegate torch.Tensor LayerFunction(torch.Tensor[] inputs, in LayerPass pass);
