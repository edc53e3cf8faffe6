namespace Fer.Engine;

/// <summary>The sum of the inputs; each gets the whole gradient.</summary>
internal sealed class ReferenceAdd : ReferenceLayer
{
    private int _inputs;

    public override double[] Forward(IReadOnlyList<double[]> inputs, in Pass pass)
    {
        _inputs = inputs.Count;
        return [.. Enumerable.Range(0, inputs[0].Length).Select(i => inputs.Sum(input => input[i]))];
    }

    public override double[][] Backward(double[] outputGradient, in Pass pass) => [.. Enumerable.Repeat(outputGradient, _inputs)];
}
