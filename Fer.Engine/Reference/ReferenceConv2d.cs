namespace Fer.Engine;

/// <summary>
/// y[n][o][i][j] = bias[o] + sum over c, r, s of w[o][c][r][s] * x[n][g(o) + c][i * stride - padding + r * dilation]
/// [j * stride - padding + s * dilation], where g(o) is the first input channel of the group that o belongs to.
/// </summary>
internal sealed class ReferenceConv2d(
    Conv2d layer, TensorShape input, TensorShape output, ReferenceParameter weight, ReferenceParameter? bias) : ReferenceUnaryLayer
{
    private double[] _input = [];

    protected override double[] Forward(double[] inputData, in Pass pass)
    {
        _input = inputData;
        var result = new double[pass.Count * output.Size];
        if (bias is not null)
        {
            for (int i = 0; i < result.Length; i++)
                result[i] = bias.Values[i / output.Positions % output.Channels];
        }

        ForEachProduct(pass.Count, (x, w, y) => result[y] += weight.Values[w] * inputData[x]);
        return result;
    }

    protected override double[] InputGradient(double[] outputGradient, in Pass pass)
    {
        var inputGradient = new double[pass.Count * input.Size];
        Array.Clear(weight.Gradient);
        ForEachProduct(pass.Count, (x, w, y) =>
        {
            weight.Gradient[w] += outputGradient[y] * _input[x];
            inputGradient[x] += outputGradient[y] * weight.Values[w];
        });
        if (bias is not null)
        {
            Array.Clear(bias.Gradient);
            for (int i = 0; i < outputGradient.Length; i++)
                bias.Gradient[i / output.Positions % output.Channels] += outputGradient[i];
        }

        return inputGradient;
    }

    /// <summary>Visits every product of the sum by the positions of its input, its weight and its output.</summary>
    private void ForEachProduct(int count, Action<int, int, int> visit)
    {
        int k = layer.Kernel;
        int groupInputs = input.Channels / layer.Groups, groupOutputs = output.Channels / layer.Groups;
        for (int n = 0; n < count; n++)
            for (int o = 0; o < output.Channels; o++)
                for (int i = 0; i < output.Height; i++)
                    for (int j = 0; j < output.Width; j++)
                        for (int c = 0; c < groupInputs; c++)
                            for (int r = 0; r < k; r++)
                                for (int s = 0; s < k; s++)
                                {
                                    int y = i * layer.Stride - layer.Padding + r * layer.Dilation;
                                    int x = j * layer.Stride - layer.Padding + s * layer.Dilation;
                                    if (y < 0 || y >= input.Height || x < 0 || x >= input.Width)
                                        continue;
                                    int channel = o / groupOutputs * groupInputs + c;
                                    visit(
                                        ((n * input.Channels + channel) * input.Height + y) * input.Width + x,
                                        ((o * groupInputs + c) * k + r) * k + s,
                                        ((n * output.Channels + o) * output.Height + i) * output.Width + j);
                                }
    }
}
