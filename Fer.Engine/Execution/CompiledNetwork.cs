using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Fer.Engine;

/// <summary>A network on the embedded engine, for prediction or for training.</summary>
internal sealed unsafe class CompiledNetwork : ITrainableNetwork
{
    private readonly Func<int, CompiledGraph> _compile;
    private readonly ThreadTeam _team;
    private readonly EngineProfiler? _profiler;
    private readonly TrainingOptions? _training;
    private readonly float[]? _classWeights;
    private readonly Action<int, int> _convertInput;
    private CompiledGraph _graph;
    private AdamOptimizer? _optimizer;
    private NativeBuffer _activations;
    private NativeBuffer _parameters;
    private Parameter[] _trained;
    private float* _externalInput;
    private TrainingMetrics _metrics;
    private bool _disposed;

    /// <summary>Compiles a network and loads its weights.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="compile">Makes the graph for a number of frozen nodes.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="batchSize">The most samples per call.</param>
    /// <param name="training">How it learns; null for prediction only.</param>
    /// <param name="team">The threads.</param>
    /// <param name="profiler">Measures every operation; null for none.</param>
    public CompiledNetwork(
        NetworkDefinition definition, Func<int, CompiledGraph> compile, IReadOnlyDictionary<string, Tensor> weights, int batchSize,
        TrainingOptions? training, ThreadTeam team, EngineProfiler? profiler)
    {
        Definition = definition;
        BatchSize = batchSize;
        _compile = compile;
        _team = team;
        _profiler = profiler;
        _training = training;
        _classWeights = training?.ClassWeights?.ToArray();
        _convertInput = ConvertInput;
        Allocate(training?.FrozenNodes ?? 0);
        LoadWeights(weights);
    }

    public NetworkDefinition Definition { get; }

    public int BatchSize { get; }

    public long Step { get; private set; }

    public int FrozenNodes { get; private set; }

    public void Freeze(int nodes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_training is null)
            throw NotForTraining();
        if (nodes == FrozenNodes)
            return;
        IReadOnlyDictionary<string, Tensor> weights = SaveWeights(), state = SaveOptimizerState();
        (NativeBuffer activations, NativeBuffer parameters) = (_activations, _parameters);
        Allocate(nodes);
        activations.Dispose();
        parameters.Dispose();
        LoadWeights(weights);
        foreach (Parameter parameter in _trained.Where(parameter => state.ContainsKey(Moment1Name(parameter))))
            LoadOptimizerState(parameter, state);
    }

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits)
    {
        Evaluate(inputs, count);
        _graph.Output.CopyTo(logits, count);
    }

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features)
    {
        Evaluate(inputs, count);
        _graph.Features.CopyTo(features, count);
    }

    public void TrainStep(Batch batch, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ComputeGradients(batch);
        Step++;
        long start = Stopwatch.GetTimestamp();
        _optimizer!.Step(learningRate);
        _profiler?.Add("Adam", "Adam", ProfilePhase.Update, start, multiplyAdds: 0, _optimizer.Bytes);
    }

    public TrainingMetrics ReadMetrics()
    {
        TrainingMetrics metrics = _metrics;
        _metrics = default;
        return metrics;
    }

    public IReadOnlyDictionary<string, Tensor> SaveWeights()
    {
        if (_training is null)
            throw NotForTraining();
        return _graph.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => parameter.Export(parameter.Data), StringComparer.Ordinal);
    }

    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights)
    {
        foreach (Parameter parameter in _graph.Parameters)
            parameter.Import(weights, parameter.Name, parameter.Data);
        if (_training is not null)
            return;
        foreach (Operation operation in _graph.Operations)
            operation.FoldWeights();
    }

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (Parameter parameter in _trained)
        {
            state[Moment1Name(parameter)] = parameter.Export(parameter.Moment1);
            state[Moment2Name(parameter)] = parameter.Export(parameter.Moment2);
            state[StepsName(parameter)] = new Tensor([], [parameter.Steps]);
        }

        return state;
    }

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        foreach (Parameter parameter in _trained)
            LoadOptimizerState(parameter, state);
        Step = step;
        _metrics = default;
    }

    public void Dispose()
    {
        _disposed = true;
        _activations.Dispose();
        _parameters.Dispose();
    }

    /// <summary>Forward and backward on one batch; fills every parameter's gradient.</summary>
    /// <param name="batch">The samples and their targets.</param>
    /// <param name="logits">Receives the logits, count x classes, unless it is empty.</param>
    internal void ComputeGradients(Batch batch, Span<float> logits = default)
    {
        if (_training is null)
            throw NotForTraining();
        var pass = new Pass(batch.Count, IsTraining: true, _training.Seed, Step);
        Forward(batch.Inputs.AsSpan(0, batch.Count * Definition.Input.Size), pass);

        if (!logits.IsEmpty)
            _graph.Output.CopyTo(logits, batch.Count);
        int values = batch.Count * Definition.Classes;
        _metrics += SoftmaxCrossEntropy.Compute(
            new ReadOnlySpan<float>(_graph.Output.Data, values), batch.Targets.AsSpan(0, values), _classWeights, Definition.Classes,
            _training.LabelSmoothing, new Span<float>(_graph.Output.Gradient, values));

        foreach (Operation operation in _graph.BackwardOperations)
        {
            long start = Stopwatch.GetTimestamp();
            operation.Backward(pass);
            if (_profiler is not null)
                Record(operation, ProfilePhase.Backward, start, pass.Count);
        }
    }

    /// <summary>The gradients of the last batch by parameter name, in PyTorch's layout, without the L2 term.</summary>
    internal IReadOnlyDictionary<string, Tensor> SaveGradients() =>
        _trained.ToDictionary(parameter => parameter.Name, parameter => parameter.Export(parameter.Gradient), StringComparer.Ordinal);

    /// <summary>The floats that the values, gradients and scratch memory of a batch take.</summary>
    internal long ActivationLength => _activations.Length;

    private static InvalidOperationException NotForTraining() => new("The network was compiled for prediction; compile it for training.");

    private static void LoadOptimizerState(Parameter parameter, IReadOnlyDictionary<string, Tensor> state)
    {
        parameter.Import(state, Moment1Name(parameter), parameter.Moment1);
        parameter.Import(state, Moment2Name(parameter), parameter.Moment2);
        if (!state.TryGetValue(StepsName(parameter), out Tensor? steps) || steps.Values is not [>= 0 and var count])
        {
            throw new TensorFileException(
                $"'{StepsName(parameter)}' is missing or not one number; use the state that was saved from this network.");
        }

        parameter.Steps = (int)count;
    }

    private static string StepsName(Parameter parameter) => parameter.Name + ".step";

    private static string Moment1Name(Parameter parameter) => parameter.Name + ".exp_avg";

    private static string Moment2Name(Parameter parameter) => parameter.Name + ".exp_avg_sq";

    private void Evaluate(ReadOnlySpan<float> inputs, int count) =>
        Forward(inputs, new Pass(count, IsTraining: false, Seed: 0, Step: 0));

    private void Forward(ReadOnlySpan<float> inputs, in Pass pass)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(pass.Count, 1, "count");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pass.Count, BatchSize, "count");
        if (inputs.Length < pass.Count * Definition.Input.Size)
        {
            throw new ArgumentException(
                $"{inputs.Length} values are too few for {pass.Count} pictures of {Definition.Input}.", nameof(inputs));
        }

        fixed (float* source = inputs)
        {
            _externalInput = source;
            _team.Run(pass.Count, _convertInput);
        }

        // What does not learn runs as in prediction.
        Pass frozen = pass with { IsTraining = false };
        foreach (Operation operation in _graph.Operations)
        {
            long start = Stopwatch.GetTimestamp();
            operation.Forward(operation.IsFrozen ? frozen : pass);
            if (_profiler is not null)
                Record(operation, ProfilePhase.Forward, start, pass.Count);
        }
    }

    private void Record(Operation operation, ProfilePhase phase, long start, int count)
    {
        // Backward, the convolution's products are summed twice: for the weights and for the input.
        int products = phase == ProfilePhase.Forward ? 1 : operation.InputGradients[0] == GradientMode.None ? 1 : 2;
        long values = (long)count * (operation.Inputs.Sum(input => (long)input.Size) + operation.Output.Size)
            + operation.Parameters.Sum(parameter => (long)parameter.PackedLength);
        _profiler!.Add(
            operation.Name, operation.Kernel, phase, start, products * count * operation.MultiplyAdds, products * values * sizeof(float));
    }

    private void ConvertInput(int sample, int thread)
    {
        int size = Definition.Input.Size;
        var picture = new ReadOnlySpan<float>(_externalInput + (nint)sample * size, size);
        Layouts.ToChannelsLast(Definition.Input, picture, _graph.Input.Data + (nint)sample * size);
    }

    /// <summary>Compiles the graph and makes its memory; the parameters' values are still to come.</summary>
    [MemberNotNull(nameof(_graph), nameof(_activations), nameof(_parameters), nameof(_trained))]
    private void Allocate(int frozenNodes)
    {
        if (frozenNodes < 0 || (frozenNodes > 0 && frozenNodes > FreezeRatio.Head(Definition)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(frozenNodes), frozenNodes,
                $"The frozen nodes of '{Definition.Name}' are from 0 to {FreezeRatio.Head(Definition)}: its head must learn.");
        }

        FrozenNodes = frozenNodes;
        _graph = _compile(frozenNodes);
        _activations = _graph.AllocateActivations(BatchSize, _training is not null);
        _trained =
        [
            .. _graph.Operations.Where(_graph.BackwardOperations.Contains).SelectMany(operation => operation.Parameters)
                .Where(parameter => parameter.Definition.IsTrainable),
        ];
        _parameters = AllocateParameters();
        if (_training is not null)
            _optimizer = new AdamOptimizer(_training.Optimizer, _training.L2, [.. _trained.Select(WithRate)], _team);
    }

    private (Parameter Parameter, double LearningRate) WithRate(Parameter parameter)
    {
        string head = Definition.Nodes[FreezeRatio.Head(Definition)].Name;
        return (parameter, parameter.Name.StartsWith(head + ".", StringComparison.Ordinal) ? 1 : _training!.BackboneLearningRate);
    }

    /// <summary>All parameters in one block, and while training their gradients and moments behind them.</summary>
    private NativeBuffer AllocateParameters()
    {
        long length = _graph.Parameters.Sum(parameter => MemoryPlanner.Align(parameter.PackedLength));
        long trainedLength = _trained.Sum(parameter => MemoryPlanner.Align(parameter.PackedLength));
        var buffer = new NativeBuffer(length + 3 * trainedLength);
        float* next = buffer.Pointer;
        float* Take(Parameter parameter)
        {
            float* block = next;
            next += MemoryPlanner.Align(parameter.PackedLength);
            return block;
        }

        foreach (Parameter parameter in _graph.Parameters)
            parameter.Data = Take(parameter);
        foreach (Parameter parameter in _trained)
        {
            parameter.Gradient = Take(parameter);
            parameter.Moment1 = Take(parameter);
            parameter.Moment2 = Take(parameter);
        }

        return buffer;
    }
}
