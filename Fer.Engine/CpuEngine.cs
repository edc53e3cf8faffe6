namespace Fer.Engine;

/// <summary>
/// The embedded engine: runs and trains networks on the CPU in managed, vectorised code. Networks of one engine share its
/// threads; dispose them before it.
/// </summary>
public sealed class CpuEngine : IEngine, IDisposable
{
    private readonly ThreadTeam _team;
    private readonly MatrixKernels _kernels;

    /// <summary>Starts the engine's threads.</summary>
    /// <param name="options">What it runs on; the defaults if null.</param>
    public CpuEngine(CpuEngineOptions? options = null)
    {
        Options = options ?? new CpuEngineOptions();
        _team = new ThreadTeam(Options.Threads);
        _kernels = MatrixKernels.For(Options.InstructionSet);
        if (Options.Profiler is not null)
            Options.Profiler.PeakMultiplyAddsPerSecond = KernelPeak.Measure(_kernels, _team);
    }

    /// <summary>What it runs on.</summary>
    public CpuEngineOptions Options { get; }

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public INetwork CompileForPrediction(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new CompiledNetwork(
            definition, Compiler(definition, batchSize, training: false), weights, batchSize, training: null, _team, Options.Profiler);
    }

    /// <inheritdoc/>
    public ITrainableNetwork CompileForTraining(
        NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options) =>
        CompileTrainable(definition, weights, options);

    /// <inheritdoc/>
    public void Dispose() => _team.Dispose();

    /// <summary>As the interface's method, with the gradients open to tests.</summary>
    internal CompiledNetwork CompileTrainable(
        NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        if (options.ClassWeights is { } classWeights && classWeights.Count != definition.Classes)
            throw new ArgumentException($"{classWeights.Count} class weights do not fit {definition.Classes} classes.", nameof(options));
        if (!(options.LabelSmoothing is >= 0 and <= 1))
            throw new ArgumentException($"A label smoothing of {options.LabelSmoothing} is not from 0 to 1.", nameof(options));
        if (!(options.BackboneLearningRate >= 0 && double.IsFinite(options.BackboneLearningRate)))
            throw new ArgumentException($"A backbone learning rate of {options.BackboneLearningRate} is not at least 0.", nameof(options));
        return new CompiledNetwork(
            definition, Compiler(definition, options.BatchSize, training: true), weights, options.BatchSize, options, _team,
            Options.Profiler);
    }

    /// <summary>Runs an action on every thread of the engine, for tests that measure what the threads allocate.</summary>
    internal void RunOnEachThread(Action<int> action)
    {
        using var all = new Barrier(_team.Threads);
        _team.Run(_team.Threads, (_, thread) =>
        {
            action(thread);
            all.SignalAndWait();
        });
    }

    private Func<int, CompiledGraph> Compiler(NetworkDefinition definition, int batchSize, bool training)
    {
        // Positions within a value are counted in 32 bits.
        long largest = definition.Shapes.Append(definition.Input).Max(shape => (long)shape.Size);
        if (largest * batchSize > int.MaxValue)
        {
            throw new FerException(
                $"'{definition.Name}': batches of {batchSize} are too large; at this picture size at most {int.MaxValue / largest} fit.");
        }

        return frozenNodes => NetworkCompiler.Compile(definition, _kernels, _team, batchSize, training, frozenNodes, Options.Winograd);
    }
}
