using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>
/// The engine on TorchSharp: runs and trains networks with libtorch, on the CPU or a CUDA GPU. It takes the place of the embedded
/// engine without a change elsewhere: weights and checkpoints of the one continue on the other.
/// </summary>
/// <remarks>
/// The application adds the native libraries: the package TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows.
/// The same seed gives the same bits on one machine with one number of threads; on a GPU only as far as cuDNN's kernels do.
/// Dropout drops other values than the embedded engine's.
/// </remarks>
public sealed class TorchEngine : IEngine
{
    private readonly torch.Device _device;

    /// <summary>Loads libtorch and opens the device.</summary>
    /// <param name="options">What it runs on; the defaults if null.</param>
    /// <exception cref="TorchUnavailableException">The native libraries or the device are not there.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public TorchEngine(TorchEngineOptions? options = null)
    {
        Options = options ?? new TorchEngineOptions();
        Options.Validate();
        _device = NativeLibraries.Open(Options.Device);
        if (Options.Threads is { } threads)
            torch.set_num_threads(threads);
        torch.backends.cuda.matmul.allow_tf32 = Options.AllowTF32;
        torch.backends.cudnn.allow_tf32 = Options.AllowTF32;
    }

    /// <summary>What it runs on.</summary>
    public TorchEngineOptions Options { get; }

    /// <summary>"torch-cpu" or "torch-cuda".</summary>
    public string Name => _device.type == DeviceType.CPU ? "torch-cpu" : "torch-cuda";

    /// <inheritdoc/>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public INetwork CompileForPrediction(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (NetworkDefinition folded, IReadOnlyDictionary<string, Tensor> values) = BatchNormFolding.Fold(definition, weights);
        return NativeLibraries.Guard(_device, () => new PredictingNetwork(definition, CreateModule(folded, values), _device, batchSize));
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public ITrainableNetwork CompileForTraining(
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
        TorchNetwork.ThrowIfHeadIsFrozen(definition, options.FrozenNodes);
        return NativeLibraries.Guard(
            _device, () => new TrainableNetwork(CreateModule(definition, weights), _device, options, Options));
    }

    private TorchNetwork CreateModule(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights) =>
        new(definition, weights, _device) { Precision = Options.Precision };
}
