namespace Fer.Engine;

/// <summary>A layer of the reference network that takes one input.</summary>
internal abstract class ReferenceUnaryLayer : ReferenceLayer
{
    public sealed override double[] Forward(IReadOnlyList<double[]> inputs, in Pass pass) => Forward(inputs[0], pass);

    public sealed override double[][] Backward(double[] outputGradient, in Pass pass) => [InputGradient(outputGradient, pass)];

    protected abstract double[] Forward(double[] input, in Pass pass);

    /// <summary>Sets the parameters' gradients and returns the input's.</summary>
    protected abstract double[] InputGradient(double[] outputGradient, in Pass pass);
}
