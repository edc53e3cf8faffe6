using System.Numerics;

namespace Fer.Engine;

/// <summary>Adam over all parameters in one sweep, as PyTorch's <c>Adam</c>; the L2 term is added to the kernels' gradients.</summary>
internal sealed unsafe class AdamOptimizer
{
    private const int SegmentLength = 1 << 15;

    private readonly AdamOptions _options;
    private readonly ThreadTeam _team;
    private readonly float _l2;
    private readonly (Parameter Parameter, int First, int Length)[] _segments;
    private readonly Action<int, int> _update;
    private float _stepSize;
    private float _secondCorrection;

    public AdamOptimizer(AdamOptions options, double l2, IEnumerable<Parameter> parameters, ThreadTeam team)
    {
        _options = options;
        _team = team;
        _l2 = (float)(2 * l2);
        _update = Update;
        _segments =
        [
            .. parameters.SelectMany(parameter => Enumerable.Range(0, (parameter.PackedLength + SegmentLength - 1) / SegmentLength)
                .Select(i => (parameter, i * SegmentLength, Math.Min(SegmentLength, parameter.PackedLength - i * SegmentLength)))),
        ];
    }

    /// <summary>Updates every parameter by its gradient.</summary>
    /// <param name="step">The step's number, from 1.</param>
    /// <param name="learningRate">The step size before bias correction.</param>
    public void Step(long step, double learningRate)
    {
        _stepSize = (float)(learningRate / (1 - Math.Pow(_options.Beta1, step)));
        _secondCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, step)));
        _team.Run(_segments.Length, _update);
    }

    private void Update(int task, int thread)
    {
        (Parameter parameter, int first, int length) = _segments[task];
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
            Vector<float> root = Vector.SquareRoot(v) * new Vector<float>(_secondCorrection) + new Vector<float>(epsilon);
            Vector.Store(w - new Vector<float>(_stepSize) * m / root, weight + i);
        }

        for (; i < length; i++)
        {
            float g = gradient[i] + l2 * weight[i];
            moment1[i] = beta1 * moment1[i] + (1 - beta1) * g;
            moment2[i] = beta2 * moment2[i] + (1 - beta2) * g * g;
            weight[i] -= _stepSize * moment1[i] / (MathF.Sqrt(moment2[i]) * _secondCorrection + epsilon);
        }
    }
}
