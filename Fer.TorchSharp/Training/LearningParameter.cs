using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>A parameter that learns.</summary>
/// <param name="Parameter">Its name and role.</param>
/// <param name="Tensor">Its values.</param>
/// <param name="RateFactor">The factor of the learning rate.</param>
/// <param name="Steps">Adam's steps before; fewer than the network's if it was frozen at first.</param>
internal sealed record LearningParameter(NetworkParameter Parameter, torch.Tensor Tensor, double RateFactor, int Steps)
{
    /// <summary>Whether the L2 term applies: to kernels, not to biases and normalisations.</summary>
    public bool IsRegularized => Parameter.Definition.Role == ParameterRole.Weight;
}
