namespace Fer.Engine;

/// <summary>A network on the embedded engine, for prediction or for training.</summary>
internal sealed unsafe class CompiledNetwork : ITrainableNetwork
{
    private readonly CompiledGraph _graph;
    private readonly ThreadTeam _team;
    private readonly TrainingOptions? _training;
    private readonly float[]? _classWeights;
    private readonly AdamOptimizer? _optimizer;
    private readonly NativeBuffer _activations;
    private readonly NativeBuffer _parameters;
    private readonly Parameter[] _trained;
    private readonly Action<int, int> _convertInput;
    private float* _externalInput;
    private TrainingMetrics _metrics;
    private bool _disposed;

    public CompiledNetwork(
        NetworkDefinition definition, CompiledGraph graph, IReadOnlyDictionary<string, Tensor> weights, int batchSize,
        TrainingOptions? training, ThreadTeam team)
    {
        Definition = definition;
        BatchSize = batchSize;
        _graph = graph;
        _team = team;
        _training = training;
        _classWeights = training?.ClassWeights?.ToArray();
        _convertInput = ConvertInput;
        _trained = [.. graph.Parameters.Where(parameter => parameter.Definition.IsTrainable)];
        _parameters = AllocateParameters();
        _activations = graph.AllocateActivations(batchSize, training is not null);
        if (training is not null)
            _optimizer = new AdamOptimizer(training.Optimizer, training.L2, _trained, team);
        LoadWeights(weights);
    }

    public NetworkDefinition Definition { get; }

    public int BatchSize { get; }

    public long Step { get; private set; }

    public int FrozenNodes => 0;

    public void Freeze(int nodes) => ArgumentOutOfRangeException.ThrowIfNotEqual(nodes, 0);

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
        _optimizer!.Step(Step, learningRate);
    }

    public TrainingMetrics ReadMetrics()
    {
        TrainingMetrics metrics = _metrics;
        _metrics = default;
        return metrics;
    }

    public IReadOnlyDictionary<string, Tensor> SaveWeights() =>
        _graph.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Export(parameter.Data), StringComparer.Ordinal);

    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights)
    {
        foreach (Parameter parameter in _graph.Parameters)
            parameter.Import(weights, parameter.Name, parameter.Data);
    }

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (Parameter parameter in _trained)
        {
            state[Moment1Name(parameter)] = parameter.Export(parameter.Moment1);
            state[Moment2Name(parameter)] = parameter.Export(parameter.Moment2);
        }

        return state;
    }

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        foreach (Parameter parameter in _trained)
        {
            parameter.Import(state, Moment1Name(parameter), parameter.Moment1);
            parameter.Import(state, Moment2Name(parameter), parameter.Moment2);
        }

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
    internal void ComputeGradients(Batch batch)
    {
        if (_training is null)
            throw new InvalidOperationException("The network was compiled for prediction; compile it for training.");
        var pass = new Pass(batch.Count, IsTraining: true, _training.Seed, Step);
        Forward(batch.Inputs.AsSpan(0, batch.Count * Definition.Input.Size), pass);

        int values = batch.Count * Definition.Classes;
        _metrics += SoftmaxCrossEntropy.Compute(
            new ReadOnlySpan<float>(_graph.Output.Data, values), batch.Targets.AsSpan(0, values), _classWeights, Definition.Classes,
            new Span<float>(_graph.Output.Gradient, values));

        for (int i = _graph.Operations.Length - 1; i >= 0; i--)
            _graph.Operations[i].Backward(pass);
    }

    /// <summary>The gradients of the last batch by parameter name, in PyTorch's layout, without the L2 term.</summary>
    internal IReadOnlyDictionary<string, Tensor> SaveGradients() =>
        _trained.ToDictionary(parameter => parameter.Name, parameter => parameter.Export(parameter.Gradient), StringComparer.Ordinal);

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

        foreach (Operation operation in _graph.Operations)
            operation.Forward(pass);
    }

    private void ConvertInput(int sample, int thread)
    {
        int size = Definition.Input.Size;
        var picture = new ReadOnlySpan<float>(_externalInput + (nint)sample * size, size);
        Layouts.ToChannelsLast(Definition.Input, picture, _graph.Input.Data + (nint)sample * size);
    }

    /// <summary>All parameters in one block, and while training their gradients and moments behind them.</summary>
    private NativeBuffer AllocateParameters()
    {
        long length = _graph.Parameters.Sum(parameter => MemoryPlanner.Align(parameter.PackedLength));
        long trainedLength = _training is null ? 0 : _trained.Sum(parameter => MemoryPlanner.Align(parameter.PackedLength));
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
        foreach (Parameter parameter in _training is null ? [] : _trained)
        {
            parameter.Gradient = Take(parameter);
            parameter.Moment1 = Take(parameter);
            parameter.Moment2 = Take(parameter);
        }

        return buffer;
    }
}
