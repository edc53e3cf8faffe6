namespace Fer.Engine;

/// <summary>values[i] * factors[j], where j is the factor of i's position, channel or both.</summary>
internal sealed class ReferenceMultiply(TensorShape valueShape, TensorShape factorShape) : ReferenceLayer
{
    private double[] _values = [];
    private double[] _factors = [];

    public override double[] Forward(IReadOnlyList<double[]> inputs, in Pass pass)
    {
        (_values, _factors) = (inputs[0], inputs[1]);
        return [.. _values.Select((value, i) => value * _factors[Factor(i)])];
    }

    public override double[][] Backward(double[] outputGradient, in Pass pass)
    {
        double[] valueGradient = new double[_values.Length], factorGradient = new double[_factors.Length];
        for (int i = 0; i < outputGradient.Length; i++)
        {
            valueGradient[i] = outputGradient[i] * _factors[Factor(i)];
            factorGradient[Factor(i)] += outputGradient[i] * _values[i];
        }

        return [valueGradient, factorGradient];
    }

    private int Factor(int i)
    {
        int sample = i / valueShape.Size, channel = i / valueShape.Positions % valueShape.Channels, position = i % valueShape.Positions;
        return sample * factorShape.Size
            + (factorShape.Channels == 1 ? 0 : channel * factorShape.Positions)
            + (factorShape.Positions == 1 ? 0 : position);
    }
}
