using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>A network on TorchSharp that learns.</summary>
/// <remarks>
/// A training step is only put into a GPU's queue: nothing is read back before <see cref="ReadMetrics"/>. Everything that a step
/// makes belongs to a dispose scope, so memory stays the same from step to step.
/// </remarks>
internal sealed class TrainableNetwork : IResidentTraining
{
    private readonly TorchNetwork _module;
    private readonly TorchNetwork? _averageModule;
    private readonly PredictingNetwork _prediction;
    private readonly torch.Device _device;
    private readonly TrainingOptions _training;
    private readonly TorchEngineOptions _options;
    private readonly LayerRandom _random;
    private readonly CrossEntropy _loss;
    private readonly MetricSums _metrics;
    private readonly DeviceAugmentation _augmentation;
    private AdamOptimizer _optimizer;
    private FlatStorage _statistics;
    private WeightAverage? _average;
    private ResidentSamples? _samples;
    private bool _disposed;

    /// <summary>Takes over a module.</summary>
    /// <param name="module">The module with the initial weights, on the device.</param>
    /// <param name="device">The device.</param>
    /// <param name="training">How it learns.</param>
    /// <param name="options">How the engine does that.</param>
    public TrainableNetwork(TorchNetwork module, torch.Device device, TrainingOptions training, TorchEngineOptions options)
    {
        _module = module;
        _device = device;
        _training = training;
        _options = options;
        if (options.AveragingDecay is not null)
            _averageModule = new TorchNetwork(module.Definition, module.SaveWeights(), device) { Precision = module.Precision };
        _prediction = new PredictingNetwork(module.Definition, EvaluatedModule, device, training.BatchSize);
        _random = new LayerRandom(training.Seed, device);
        _module.Random = _random;
        _loss = new CrossEntropy(training, device);
        _metrics = new MetricSums(device);
        _augmentation = new DeviceAugmentation(options.FlipProbability, options.RotationDegrees);
        Allocate(training.FrozenNodes, _ => 0);
    }

    public NetworkDefinition Definition => _module.Definition;

    public int BatchSize => _training.BatchSize;

    public long Step { get; private set; }

    public int FrozenNodes => _module.FrozenNodes;

    /// <summary>The module whose weights count: the averages, where there are any.</summary>
    private TorchNetwork EvaluatedModule => _averageModule ?? _module;

    public void Freeze(int nodes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (nodes != FrozenNodes)
            Reallocate(nodes, OptimizerState.Export(_optimizer));
    }

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SetMode(training: false);
        _prediction.Predict(inputs, count, logits);
    }

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SetMode(training: false);
        _prediction.ExtractFeatures(inputs, count, features);
    }

    public void TrainStep(Batch batch, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfUnfit(batch.Count);
        ReadOnlySpan<float> targets = batch.Targets.AsSpan(0, batch.Count * Definition.Classes);
        ReadOnlySpan<float> inputs = batch.Inputs.AsSpan(0, batch.Count * Definition.Input.Size);
        using DisposeScope scope = torch.NewDisposeScope();
        Learn(
            DeviceTransfer.Upload(inputs, [batch.Count, .. DeviceTransfer.Dimensions(Definition.Input)], _device),
            DeviceTransfer.Upload(targets, [batch.Count, Definition.Classes], _device),
            batch.Count, _loss.WeightSum(targets, batch.Count), learningRate);
    }

    public bool TryKeepSamples(ISampleSource samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _samples?.Dispose();
        _samples = null;
        if (ResidentSamples.Bytes(samples) > _options.MaxResidentBytes)
            return false;
        _samples = NativeLibraries.Guard(_device, () => ResidentSamples.Load(samples, _device, cancellationToken));
        return true;
    }

    public void TrainStep(ReadOnlySpan<int> samples, double learningRate)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_samples is null)
            throw new InvalidOperationException("No samples are kept on the device; call TryKeepSamples first.");
        ThrowIfUnfit(samples.Length);
        using DisposeScope scope = torch.NewDisposeScope();
        (torch.Tensor inputs, torch.Tensor targets) = _samples.Gather(samples);
        Learn(inputs, targets, samples.Length, _loss.WeightSum(_samples.Targets(samples), samples.Length), learningRate);
    }

    public TrainingMetrics ReadMetrics()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return NativeLibraries.Guard(_device, _metrics.Read);
    }

    public IReadOnlyDictionary<string, Tensor> SaveWeights() => EvaluatedModule.SaveWeights();

    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights)
    {
        _module.LoadWeights(weights);
        _averageModule?.LoadWeights(weights);
    }

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState()
    {
        Dictionary<string, Tensor> state = OptimizerState.Export(_optimizer);
        if (_averageModule is not null)
            OptimizerState.ExportLearning(Learning(), _module, state);
        return state;
    }

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        foreach (NetworkParameter parameter in LearningParameters())
            OptimizerState.Check(parameter, state);
        Reallocate(FrozenNodes, state);
        if (_averageModule is not null)
            OptimizerState.ImportLearning(state, Learning(), _module);

        Step = step;
        _metrics.Clear();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _average?.Dispose();
        _optimizer.Dispose();
        _statistics.Dispose();
        _prediction.Dispose();
        _module.Dispose();
        _random.Dispose();
        _loss.Dispose();
        _metrics.Dispose();
        _samples?.Dispose();
    }

    private void ThrowIfUnfit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BatchSize);
    }

    private void Learn(torch.Tensor inputs, torch.Tensor targets, int count, double weightSum, double learningRate) =>
        NativeLibraries.Guard(_device, () =>
        {
            ComputeGradients(inputs, targets, count, weightSum);
            ApplyGradients(learningRate);
            return true;
        });

    /// <summary>Forward and backward, part by part; fills every parameter's gradient, L2 term not included.</summary>
    private void ComputeGradients(torch.Tensor inputs, torch.Tensor targets, int count, double weightSum)
    {
        SetMode(training: true);
        (_random.Step, _random.Part) = (Step, 0);
        torch.Tensor pictures = _augmentation.Apply(inputs, _random);
        _optimizer.Gradients.zero_();
        int partLength = _options.MicroBatchSize ?? count;
        for (int first = 0; first < count; first += partLength)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            _random.Part = first / partLength;
            long length = Math.Min(partLength, count - first);
            torch.Tensor partTargets = targets.narrow(0, first, length);
            torch.Tensor logits = _module.forward(pictures.narrow(0, first, length));
            torch.Tensor sum = _loss.Sum(logits, partTargets);
            sum.div(weightSum).backward();
            _metrics.Add(logits, partTargets, sum);
        }

        _metrics.Count(count, weightSum);
    }

    private void ApplyGradients(double learningRate)
    {
        _optimizer.AddL2();
        if (_options.MaxGradientNorm is { } norm)
            _optimizer.ClipGradients(norm);
        _optimizer.Step(learningRate);
        _average?.Update(_optimizer.Values, _statistics.Values);
        Step++;
    }

    private void SetMode(bool training)
    {
        if (_module.training != training)
            _module.train(training);
    }

    private IEnumerable<NetworkParameter> LearningParameters() => Learning().Where(parameter => parameter.Definition.IsTrainable);

    private IEnumerable<NetworkParameter> LearningStatistics() => Learning().Where(parameter => !parameter.Definition.IsTrainable);

    private IEnumerable<NetworkParameter> Learning()
    {
        HashSet<int> nodes = [.. _module.TowardsLogits.Where(node => node >= FrozenNodes)];
        return Definition.Parameters.Where(parameter => nodes.Contains(parameter.Node));
    }

    /// <summary>Makes the blocks anew for other frozen nodes or other numbers of steps; what the state lacks starts afresh.</summary>
    private void Reallocate(int frozenNodes, IReadOnlyDictionary<string, Tensor> state)
    {
        TorchNetwork.ThrowIfHeadIsFrozen(Definition, frozenNodes);
        _average?.Release();
        _optimizer.Release();
        _statistics.Release();
        Allocate(frozenNodes, parameter => OptimizerState.StepsOf(parameter, state));
        OptimizerState.Import(state, _optimizer);
    }

    [MemberNotNull(nameof(_optimizer), nameof(_statistics))]
    private void Allocate(int frozenNodes, Func<NetworkParameter, int> steps)
    {
        _module.Freeze(frozenNodes);
        int head = FreezeRatio.Head(Definition);
        _optimizer = new AdamOptimizer(
            _training.Optimizer, _training.L2,
            LearningParameters().Select(parameter => new LearningParameter(
                parameter, _module.Find(parameter), parameter.Node == head ? 1 : _training.BackboneLearningRate, steps(parameter))),
            _device);
        _statistics = new FlatStorage(LearningStatistics().Select(_module.Find), _device);
        if (_averageModule is not null)
        {
            _average = new WeightAverage(
                _averageModule, _optimizer.Parameters.Select(parameter => parameter.Parameter), LearningStatistics(),
                _options.AveragingDecay!.Value, _device);
        }
    }
}
