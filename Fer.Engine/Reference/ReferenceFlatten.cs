namespace Fer.Engine;

/// <summary>The same values, differently looked at.</summary>
internal sealed class ReferenceFlatten : ReferenceUnaryLayer
{
    protected override double[] Forward(double[] input, in Pass pass) => input;

    protected override double[] InputGradient(double[] outputGradient, in Pass pass) => outputGradient;
}
