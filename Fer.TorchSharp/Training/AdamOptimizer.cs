using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>
/// Adam as PyTorch's <c>Adam</c>, over blocks: parameters with the same learning rate, number of steps and L2 term lie one behind the
/// other, and are updated together. It owns their values, gradients and moments.
/// </summary>
internal sealed class AdamOptimizer : IDisposable
{
    /// <summary>On the CPU, so many values at a time: they stay in the cache between the operations.</summary>
    private const long CpuBlock = 1 << 18;

    private readonly AdamOptions _options;
    private readonly double _l2;
    private readonly long _blockLength;
    private readonly LearningParameter[] _parameters;
    private readonly Group[] _groups;
    private readonly FlatStorage _storage;
    private readonly torch.Tensor _gradients;
    private readonly torch.Tensor _moments1;
    private readonly torch.Tensor _moments2;
    private readonly Scalar _beta1;
    private readonly Scalar _beta2;
    private readonly Scalar _rest1;
    private readonly Scalar _rest2;
    private readonly Scalar _epsilon;
    private int _stepsTaken;

    /// <summary>Takes over parameters with moments of zero.</summary>
    /// <param name="options">Adam's settings.</param>
    /// <param name="l2">The L2 coefficient as Keras has it.</param>
    /// <param name="parameters">What to update.</param>
    /// <param name="device">Their device.</param>
    public AdamOptimizer(AdamOptions options, double l2, IEnumerable<LearningParameter> parameters, torch.Device device)
    {
        _options = options;
        _l2 = l2;
        _blockLength = device.type == DeviceType.CPU ? CpuBlock : long.MaxValue;
        _parameters = [.. parameters.OrderBy(p => p.Steps).ThenBy(p => p.RateFactor).ThenBy(p => p.IsRegularized)];
        _storage = new FlatStorage(_parameters.Select(parameter => parameter.Tensor), device);
        _gradients = torch.zeros_like(_storage.Values).DetachFromDisposeScope();
        _moments1 = torch.zeros_like(_storage.Values).DetachFromDisposeScope();
        _moments2 = torch.zeros_like(_storage.Values).DetachFromDisposeScope();
        _groups = [.. Groups()];
        (_beta1, _rest1) = (options.Beta1.ToScalar(), (1 - options.Beta1).ToScalar());
        (_beta2, _rest2) = (options.Beta2.ToScalar(), (1 - options.Beta2).ToScalar());
        _epsilon = options.Epsilon.ToScalar();
        for (int i = 0; i < _parameters.Length; i++)
        {
            using torch.Tensor gradient = _storage.ViewOf(_gradients, i);
            _parameters[i].Tensor.grad = gradient;
        }
    }

    /// <summary>The parameters in the order in which they lie in the blocks.</summary>
    public IReadOnlyList<LearningParameter> Parameters => _parameters;

    /// <summary>All weights in one block.</summary>
    public torch.Tensor Values => _storage.Values;

    /// <summary>All gradients in one block; the way back adds to it.</summary>
    public torch.Tensor Gradients => _gradients;

    /// <summary>A parameter's steps so far.</summary>
    public int Steps(int parameter) => _parameters[parameter].Steps + _stepsTaken;

    /// <summary>A view of a parameter's first moment, to be disposed of.</summary>
    public torch.Tensor Moment1(int parameter) => _storage.ViewOf(_moments1, parameter);

    /// <summary>A view of a parameter's second moment, to be disposed of.</summary>
    public torch.Tensor Moment2(int parameter) => _storage.ViewOf(_moments2, parameter);

    /// <summary>Adds the L2 term to the kernels' gradients: 2 * L2 * w.</summary>
    public void AddL2()
    {
        if (_l2 == 0)
            return;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        using var factor = (2 * _l2).ToScalar();
        foreach (Group group in _groups.Where(group => group.IsRegularized))
            Part(_gradients, group.First, group.Length).add_(Part(Values, group.First, group.Length), factor);
    }

    /// <summary>Scales all gradients down so that their common norm is at most this, without waiting for a device.</summary>
    public void ClipGradients(double maxNorm)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor scale = (maxNorm / (_gradients.norm() + 1e-6)).clamp_max(1.0);
        _gradients.mul_(scale);
    }

    /// <summary>Updates every parameter by its gradient.</summary>
    /// <param name="learningRate">The step size before bias correction.</param>
    public void Step(double learningRate)
    {
        using IDisposable noGradient = torch.no_grad();
        _stepsTaken++;
        foreach (Group group in _groups)
        {
            int steps = group.Steps + _stepsTaken;
            using var stepSize = (-learningRate * group.RateFactor / (1 - Math.Pow(_options.Beta1, steps))).ToScalar();
            using var correction = (1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, steps))).ToScalar();
            for (long done = 0; done < group.Length; done += _blockLength)
                Update(group.First + done, Math.Min(_blockLength, group.Length - done), stepSize, correction);
        }
    }

    /// <summary>Leaves the parameters their values in memory of their own, and frees the rest.</summary>
    public void Release()
    {
        foreach (LearningParameter parameter in _parameters)
            parameter.Tensor.grad = null;
        _storage.Release();
        Dispose();
    }

    public void Dispose()
    {
        _storage.Dispose();
        _gradients.Dispose();
        _moments1.Dispose();
        _moments2.Dispose();
        foreach (Scalar scalar in new[] { _beta1, _beta2, _rest1, _rest2, _epsilon })
            scalar.Dispose();
    }

    private static torch.Tensor Part(torch.Tensor block, long first, long length) => block.narrow(0, first, length);

    private void Update(long first, long length, Scalar stepSize, Scalar correction)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor gradient = Part(_gradients, first, length);
        torch.Tensor moment1 = Part(_moments1, first, length).mul_(_beta1).add_(gradient, _rest1);
        torch.Tensor moment2 = Part(_moments2, first, length).mul_(_beta2).addcmul_(gradient, gradient, _rest2);
        torch.Tensor root = moment2.sqrt().mul_(correction).add_(_epsilon);
        Part(Values, first, length).addcdiv_(moment1, root, stepSize);
    }

    /// <summary>The runs of neighbours that are updated alike.</summary>
    private IEnumerable<Group> Groups()
    {
        int first = 0;
        for (int i = 1; i <= _parameters.Length; i++)
        {
            LearningParameter of = _parameters[first];
            if (i < _parameters.Length && AreAlike(of, _parameters[i]))
                continue;
            yield return new Group(
                _storage.Offset(first), _storage.Offset(i) - _storage.Offset(first), of.RateFactor, of.Steps, of.IsRegularized);
            first = i;
        }
    }

    private static bool AreAlike(LearningParameter a, LearningParameter b) =>
        a.Steps == b.Steps && a.RateFactor == b.RateFactor && a.IsRegularized == b.IsRegularized;

    private readonly record struct Group(long First, long Length, double RateFactor, int Steps, bool IsRegularized);
}
