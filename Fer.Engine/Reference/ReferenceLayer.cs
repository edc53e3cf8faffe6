namespace Fer.Engine;

/// <summary>A layer of the reference network, on batches in N x C x H x W order.</summary>
internal abstract class ReferenceLayer
{
    public abstract double[] Forward(IReadOnlyList<double[]> inputs, in Pass pass);

    /// <summary>Sets the parameters' gradients and returns each input's; follows a <see cref="Forward"/> with the same pass.</summary>
    public abstract double[][] Backward(double[] outputGradient, in Pass pass);
}
