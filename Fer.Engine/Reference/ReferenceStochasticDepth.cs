namespace Fer.Engine;

/// <summary>Each sample times 0 or 1 / (1 - rate) while training, as the fast engine draws it.</summary>
internal sealed class ReferenceStochasticDepth(StochasticDepth layer, int node, TensorShape shape) : ReferenceUnaryLayer
{
    protected override double[] Forward(double[] input, in Pass pass) => Masked(input, pass);

    protected override double[] InputGradient(double[] outputGradient, in Pass pass) => Masked(outputGradient, pass);

    private double[] Masked(double[] values, Pass pass) => pass.IsTraining
        ? [.. values.Select((value, i) => value * StochasticDepthMask.Factor(pass, node, i / shape.Size, layer.Rate))]
        : values;
}
