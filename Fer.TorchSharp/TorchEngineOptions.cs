namespace Fer.TorchSharp;

/// <summary>What the TorchSharp engine runs on, and how it trains.</summary>
public sealed record TorchEngineOptions
{
    /// <summary>The device: "cpu" (the default), "cuda", or "cuda:1" for the second GPU.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>
    /// libtorch's threads on the CPU, for the whole process; null (the default) for libtorch's choice. Unlike the embedded
    /// engine's, its results may differ in the last bits with the number of threads.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>What convolutions and linear layers compute in. Default float32.</summary>
    public TorchPrecision Precision { get; init; } = TorchPrecision.Float32;

    /// <summary>
    /// Whether float32 convolutions and products on a GPU may round their factors to TensorFloat-32's 10 bits, for the whole
    /// process. Default true.
    /// </summary>
    public bool AllowTF32 { get; init; } = true;

    /// <summary>
    /// The most samples that go through the network at once while training; a step sums the gradients of as many parts as its batch
    /// takes (gradient accumulation). The step is the same, but for batch norms, whose statistics are each part's. At least 1;
    /// null (the default) for the whole batch at once.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>
    /// The largest norm of all gradients together, L2 term included; longer ones are scaled down to it, as by PyTorch's
    /// <c>clip_grad_norm_</c>. Above 0; null (the default) to leave gradients as they are.
    /// </summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>
    /// The decay of an exponential moving average of the learning weights and statistics, from 0 to less than 1: after every
    /// step, average = decay * average + (1 - decay) * weights. Predictions and saved weights are then the averages, and the
    /// weights that learn are part of the optimiser's state. Null (the default) for none.
    /// </summary>
    public double? AveragingDecay { get; init; }

    /// <summary>
    /// The most bytes of training samples to keep on the device; larger data sets cross over batch by batch. A trainer then loads
    /// every sample once, as in epoch 0, so give it samples that are not augmented, and let the device do that
    /// (<see cref="FlipProbability"/>, <see cref="RotationDegrees"/>). At least 0; default 0: none.
    /// </summary>
    public long MaxResidentBytes { get; init; }

    /// <summary>The share of training samples that are mirrored on the device, drawn at each step; from 0 (the default) to 1.</summary>
    public double FlipProbability { get; init; }

    /// <summary>
    /// The largest angle either way by which training samples are rotated on the device, drawn at each step; from 0 (the default)
    /// to 180. What comes into view takes the nearest pixel's value.
    /// </summary>
    public double RotationDegrees { get; init; }

    internal void Validate()
    {
        if (MaxResidentBytes < 0)
            throw new ArgumentException($"{MaxResidentBytes} bytes of samples are too few; give at least 0.");
        if (!(FlipProbability is >= 0 and <= 1))
            throw new ArgumentException($"A flip probability of {FlipProbability} is not from 0 to 1.");
        if (!(RotationDegrees is >= 0 and <= 180))
            throw new ArgumentException($"A rotation of {RotationDegrees} degrees is not from 0 to 180.");
        if (Threads < 1)
            throw new ArgumentException($"{Threads} threads are too few; give at least 1.");
        if (MicroBatchSize < 1)
            throw new ArgumentException($"A micro-batch size of {MicroBatchSize} is too small; give at least 1.");
        if (MaxGradientNorm is { } norm && !(norm > 0))
            throw new ArgumentException($"A largest gradient norm of {norm} is not above 0.");
        if (AveragingDecay is { } decay && !(decay is >= 0 and < 1))
            throw new ArgumentException($"An averaging decay of {decay} is not from 0 to less than 1.");
    }
}
