namespace Fer.Engine;

/// <summary>A layer of the reference network, on batches in N x C x H x W order.</summary>
internal abstract class ReferenceLayer
{
    public abstract double[] Forward(double[] input, in Pass pass);

    /// <summary>Sets the parameters' gradients and returns the input's.</summary>
    public abstract double[] Backward(double[] outputGradient, in Pass pass);
}

/// <summary>max(x, 0).</summary>
internal sealed class ReferenceRelu : ReferenceLayer
{
    private double[] _input = [];

    public override double[] Forward(double[] input, in Pass pass) => [.. (_input = input).Select(x => Math.Max(x, 0))];

    public override double[] Backward(double[] outputGradient, in Pass pass) =>
        [.. outputGradient.Select((gradient, i) => _input[i] > 0 ? gradient : 0)];
}

/// <summary>The same values, differently looked at.</summary>
internal sealed class ReferenceFlatten : ReferenceLayer
{
    public override double[] Forward(double[] input, in Pass pass) => input;

    public override double[] Backward(double[] outputGradient, in Pass pass) => outputGradient;
}
