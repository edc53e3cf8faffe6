using System.Numerics;

namespace Fer.Engine;

/// <summary>Adam over all parameters in one sweep, as PyTorch's <c>Adam</c>; the L2 term is added to the kernels' gradients.</summary>
internal sealed unsafe class AdamOptimizer
{
    private const int SegmentLength = 1 << 15;

    private readonly AdamOptions _options;
    private readonly ThreadTeam _team;
    private readonly float _l2;
    private readonly (Parameter Parameter, double LearningRate)[] _parameters;
    private readonly (int Parameter, int First, int Length)[] _segments;
    private readonly Action<int, int> _update;

    // Per parameter, with Adam's bias corrections for its count of steps.
    private readonly float[] _stepSizes;
    private readonly float[] _secondCorrections;

    /// <summary>Prepares the sweep.</summary>
    /// <param name="options">Adam's settings.</param>
    /// <param name="l2">The L2 coefficient as Keras has it.</param>
    /// <param name="parameters">What to update, and at which factor of the learning rate.</param>
    /// <param name="team">The threads.</param>
    public AdamOptimizer(AdamOptions options, double l2, (Parameter Parameter, double LearningRate)[] parameters, ThreadTeam team)
    {
        _options = options;
        _team = team;
        _l2 = (float)(2 * l2);
        _update = Update;
        _parameters = parameters;
        _stepSizes = new float[parameters.Length];
        _secondCorrections = new float[parameters.Length];
        _segments = [.. Enumerable.Range(0, parameters.Length).SelectMany(i => Segments(i, parameters[i].Parameter.PackedLength))];
    }

    /// <summary>The bytes that a step reads and writes: weight, gradient and moments, all but the gradient both ways.</summary>
    public long Bytes => 7L * sizeof(float) * _parameters.Sum(pair => (long)pair.Parameter.PackedLength);

    /// <summary>Updates every parameter by its gradient.</summary>
    /// <param name="learningRate">The step size before bias correction.</param>
    public void Step(double learningRate)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            (Parameter parameter, double factor) = _parameters[i];
            parameter.Steps++;
            _stepSizes[i] = (float)(learningRate * factor / (1 - Math.Pow(_options.Beta1, parameter.Steps)));
            _secondCorrections[i] = (float)(1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, parameter.Steps)));
        }

        _team.Run(_segments.Length, _update);
    }

    private static IEnumerable<(int Parameter, int First, int Length)> Segments(int parameter, int length)
    {
        for (int first = 0; first < length; first += SegmentLength)
            yield return (parameter, first, Math.Min(SegmentLength, length - first));
    }

    private void Update(int task, int thread)
    {
        (int index, int first, int length) = _segments[task];
        Parameter parameter = _parameters[index].Parameter;
        float stepSize = _stepSizes[index], secondCorrection = _secondCorrections[index];
        float* weight = parameter.Data + first, gradient = parameter.Gradient + first;
        float* moment1 = parameter.Moment1 + first, moment2 = parameter.Moment2 + first;
        float beta1 = (float)_options.Beta1, beta2 = (float)_options.Beta2, epsilon = (float)_options.Epsilon;
        float l2 = parameter.IsRegularized ? _l2 : 0;
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> w = Vector.Load(weight + i);
            Vector<float> g = Vector.Load(gradient + i) + new Vector<float>(l2) * w;
            Vector<float> m = new Vector<float>(beta1) * Vector.Load(moment1 + i) + new Vector<float>(1 - beta1) * g;
            Vector<float> v = new Vector<float>(beta2) * Vector.Load(moment2 + i) + new Vector<float>(1 - beta2) * g * g;
            Vector.Store(m, moment1 + i);
            Vector.Store(v, moment2 + i);
            Vector<float> root = Vector.SquareRoot(v) * new Vector<float>(secondCorrection) + new Vector<float>(epsilon);
            Vector.Store(w - new Vector<float>(stepSize) * m / root, weight + i);
        }

        for (; i < length; i++)
        {
            float g = gradient[i] + l2 * weight[i];
            moment1[i] = beta1 * moment1[i] + (1 - beta1) * g;
            moment2[i] = beta2 * moment2[i] + (1 - beta2) * g * g;
            weight[i] -= stepSize * moment1[i] / (MathF.Sqrt(moment2[i]) * secondCorrection + epsilon);
        }
    }
}
