namespace Fer.Engine;

/// <summary>
/// y = scale * (x - mean) / sqrt(variance + epsilon) + shift per channel; going back by the chain rule of Ioffe and Szegedy
/// (2015), section 3, line by line. Running statistics are constants.
/// </summary>
internal sealed class ReferenceBatchNorm(
    BatchNorm layer, TensorShape shape, ReferenceParameter scale, ReferenceParameter shift,
    ReferenceParameter runningMean, ReferenceParameter runningVariance) : ReferenceUnaryLayer
{
    private double[] _input = [];
    private double[] _mean = [];
    private double[] _variance = [];

    protected override double[] Forward(double[] input, in Pass pass)
    {
        _input = input;
        (_mean, _variance) = pass.IsTraining ? BatchStatistics(pass.Count) : (runningMean.Values, runningVariance.Values);
        return [.. input.Select((x, i) => scale.Values[Channel(i)] * Normalized(i) + shift.Values[Channel(i)])];
    }

    protected override double[] InputGradient(double[] outputGradient, in Pass pass)
    {
        int count = pass.Count * shape.Positions;
        double[] meanGradient = new double[shape.Channels], varianceGradient = new double[shape.Channels];
        Array.Clear(scale.Gradient);
        Array.Clear(shift.Gradient);
        for (int i = 0; i < outputGradient.Length; i++)
        {
            int c = Channel(i);
            double normalizedGradient = outputGradient[i] * scale.Values[c];
            scale.Gradient[c] += outputGradient[i] * Normalized(i);
            shift.Gradient[c] += outputGradient[i];
            varianceGradient[c] += normalizedGradient * (_input[i] - _mean[c]) * -0.5 * Math.Pow(_variance[c] + layer.Epsilon, -1.5);
            meanGradient[c] -= normalizedGradient * InverseDeviation(c);
        }

        if (!pass.IsTraining)
        {
            Array.Clear(meanGradient);
            Array.Clear(varianceGradient);
        }

        return
        [
            .. outputGradient.Select((gradient, i) => gradient * scale.Values[Channel(i)] * InverseDeviation(Channel(i))
                + varianceGradient[Channel(i)] * 2 * (_input[i] - _mean[Channel(i)]) / count + meanGradient[Channel(i)] / count),
        ];
    }

    private int Channel(int i) => i / shape.Positions % shape.Channels;

    private double InverseDeviation(int c) => 1 / Math.Sqrt(_variance[c] + layer.Epsilon);

    private double Normalized(int i) => (_input[i] - _mean[Channel(i)]) * InverseDeviation(Channel(i));

    private (double[] Mean, double[] Variance) BatchStatistics(int samples)
    {
        int count = samples * shape.Positions;
        double[] mean = new double[shape.Channels], variance = new double[shape.Channels];
        for (int i = 0; i < _input.Length; i++)
            mean[Channel(i)] += _input[i] / count;
        for (int i = 0; i < _input.Length; i++)
            variance[Channel(i)] += Math.Pow(_input[i] - mean[Channel(i)], 2) / count;
        for (int c = 0; c < shape.Channels; c++)
        {
            runningMean.Values[c] += layer.Momentum * (mean[c] - runningMean.Values[c]);
            runningVariance.Values[c] += layer.Momentum * (variance[c] * count / (count - 1) - runningVariance.Values[c]);
        }

        return (mean, variance);
    }
}
