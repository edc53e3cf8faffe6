namespace Fer.Engine;

/// <summary>The maximum over the channels at each position, and behind it their mean; ties go to the first channel.</summary>
internal sealed class ReferenceChannelPool(TensorShape input) : ReferenceUnaryLayer
{
    private double[] _input = [];

    protected override double[] Forward(double[] inputData, in Pass pass)
    {
        _input = inputData;
        var result = new double[pass.Count * 2 * input.Positions];
        ForEachPosition(pass.Count, (channels, maximum, mean) =>
        {
            result[maximum] = channels.Max(i => inputData[i]);
            result[mean] = channels.Average(i => inputData[i]);
        });
        return result;
    }

    protected override double[] InputGradient(double[] outputGradient, in Pass pass)
    {
        var inputGradient = new double[_input.Length];
        ForEachPosition(pass.Count, (channels, maximum, mean) =>
        {
            inputGradient[channels.MaxBy(i => _input[i])] += outputGradient[maximum];
            foreach (int i in channels)
                inputGradient[i] += outputGradient[mean] / input.Channels;
        });
        return inputGradient;
    }

    /// <summary>Visits every position by where its channels are in the input, and its maximum and mean in the output.</summary>
    private void ForEachPosition(int count, Action<int[], int, int> visit)
    {
        for (int n = 0; n < count; n++)
            for (int p = 0; p < input.Positions; p++)
            {
                int[] channels = [.. Enumerable.Range(0, input.Channels).Select(c => (n * input.Channels + c) * input.Positions + p)];
                visit(channels, 2 * n * input.Positions + p, (2 * n + 1) * input.Positions + p);
            }
    }
}
