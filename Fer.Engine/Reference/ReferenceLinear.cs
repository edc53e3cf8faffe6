namespace Fer.Engine;

/// <summary>y[n][o] = bias[o] + sum over i of w[o][i] * x[n][i].</summary>
internal sealed class ReferenceLinear(
    TensorShape input, TensorShape output, ReferenceParameter weight, ReferenceParameter? bias) : ReferenceUnaryLayer
{
    private double[] _input = [];

    protected override double[] Forward(double[] inputData, in Pass pass)
    {
        _input = inputData;
        var result = new double[pass.Count * output.Size];
        for (int n = 0; n < pass.Count; n++)
            for (int o = 0; o < output.Size; o++)
            {
                double sum = bias?.Values[o] ?? 0;
                for (int i = 0; i < input.Size; i++)
                    sum += weight.Values[o * input.Size + i] * inputData[n * input.Size + i];
                result[n * output.Size + o] = sum;
            }

        return result;
    }

    protected override double[] InputGradient(double[] outputGradient, in Pass pass)
    {
        var inputGradient = new double[pass.Count * input.Size];
        Array.Clear(weight.Gradient);
        if (bias is not null)
            Array.Clear(bias.Gradient);
        for (int n = 0; n < pass.Count; n++)
            for (int o = 0; o < output.Size; o++)
            {
                double gradient = outputGradient[n * output.Size + o];
                if (bias is not null)
                    bias.Gradient[o] += gradient;
                for (int i = 0; i < input.Size; i++)
                {
                    weight.Gradient[o * input.Size + i] += gradient * _input[n * input.Size + i];
                    inputGradient[n * input.Size + i] += gradient * weight.Values[o * input.Size + i];
                }
            }

        return inputGradient;
    }
}
