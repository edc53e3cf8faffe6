namespace Fer.Training;

/// <summary>Runs a network over samples in batches, which a second thread prepares ahead.</summary>
public static class Predictor
{
    /// <summary>Predicts the class probabilities of every sample: the softmax of the network's logits, in double precision.</summary>
    /// <param name="network">The network.</param>
    /// <param name="source">The samples, read as of epoch 0.</param>
    /// <param name="progress">Hears of the progress about ten times a second.</param>
    /// <param name="cancellationToken">Ends the pass between two batches.</param>
    /// <exception cref="DatasetException">There are no samples, too many for memory, or they do not fit the network.</exception>
    /// <exception cref="FerException">A sample cannot be loaded, or the network's weights have diverged.</exception>
    public static Predictions Predict(
        INetwork network,
        ISampleSource source,
        IProgress<PredictionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Tensor logits = PredictLogits(network, source, progress, cancellationToken);
        return ToPredictions(source, logits);
    }

    /// <summary>Computes the class logits of every sample, what the network says before the softmax.</summary>
    /// <param name="network">The network.</param>
    /// <param name="source">The samples, read as of epoch 0.</param>
    /// <param name="progress">Hears of the progress about ten times a second.</param>
    /// <param name="cancellationToken">Ends the pass between two batches.</param>
    /// <returns>Samples x classes.</returns>
    /// <exception cref="DatasetException">There are no samples, too many for memory, or they do not fit the network.</exception>
    /// <exception cref="FerException">A sample cannot be loaded.</exception>
    public static Tensor PredictLogits(
        INetwork network,
        ISampleSource source,
        IProgress<PredictionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        SampleChecks.ThrowIfUnfit(source, network.Definition, "data");
        int classes = network.Definition.Classes;
        float[] logits = Allocate("logits", source.Labels.Count, classes);

        void Process(Batch batch, int first) =>
            network.Predict(Inputs(batch), batch.Count, logits.AsSpan(first * classes, batch.Count * classes));

        ForEachBatch(network, source, Process, progress, cancellationToken);
        return new Tensor([source.Labels.Count, classes], logits);
    }

    /// <summary>Turns the logits of samples into class probabilities: the softmax of each row, in double precision.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="logits">Samples x classes.</param>
    /// <exception cref="FerException">A logit is not a finite number: the network's weights have diverged.</exception>
    public static Predictions ToPredictions(ILabeledData samples, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(logits);
        int classes = samples.Classes.Count;
        if (!logits.Dimensions.SequenceEqual([samples.Labels.Count, classes]))
            throw new ArgumentException($"Logits of {samples.Labels.Count} x {classes} are needed.", nameof(logits));
        var probabilities = new double[logits.Values.Length];
        for (int first = 0; first < probabilities.Length; first += classes)
            CrossEntropy.Softmax(logits.Values.AsSpan(first, classes), probabilities.AsSpan(first, classes));
        return new Predictions(samples.Classes, samples.Ids, samples.Labels, probabilities);
    }

    /// <summary>Computes the features of every sample, for example for classical learners.</summary>
    /// <param name="network">The network; <see cref="NetworkDefinition.FeatureNode"/> says which layer's output the features are.</param>
    /// <param name="source">The samples, read as of epoch 0.</param>
    /// <param name="progress">Hears of the progress about ten times a second.</param>
    /// <param name="cancellationToken">Ends the pass between two batches.</param>
    /// <returns>Samples x features.</returns>
    /// <exception cref="DatasetException">There are no samples, too many for memory, or they do not fit the network.</exception>
    /// <exception cref="FerException">A sample cannot be loaded.</exception>
    public static Tensor ExtractFeatures(
        INetwork network,
        ISampleSource source,
        IProgress<PredictionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        SampleChecks.ThrowIfUnfit(source, network.Definition, "data");
        int size = network.Definition.Features.Size;
        float[] features = Allocate("features", source.Labels.Count, size);

        void Process(Batch batch, int first) =>
            network.ExtractFeatures(Inputs(batch), batch.Count, features.AsSpan(first * size, batch.Count * size));

        ForEachBatch(network, source, Process, progress, cancellationToken);
        return new Tensor([source.Labels.Count, size], features);
    }

    /// <summary>The inputs that a batch is filled with.</summary>
    internal static ReadOnlySpan<float> Inputs(Batch batch) => batch.Inputs.AsSpan(0, batch.Count * batch.InputShape.Size);

    private static float[] Allocate(string name, int samples, int size) => (long)samples * size <= Array.MaxLength
        ? new float[samples * size]
        : throw new DatasetException(
            $"The {name} of {samples} samples, {size} each, are more than one array can hold; take the samples in several parts.");

    private static void ForEachBatch(
        INetwork network,
        ISampleSource source,
        Action<Batch, int> process,
        IProgress<PredictionProgress>? progress,
        CancellationToken cancellationToken)
    {
        int total = source.Labels.Count;
        var pace = new Pace(TimeProvider.System);
        var throttle = new Throttle(TimeProvider.System);
        using var loader = new BatchLoader(network.Definition.Input, network.Definition.Classes, network.BatchSize);
        loader.Start(source, [.. Enumerable.Range(0, total)], total, epoch: 0);
        pace.Start();
        for (int done = 0; done < total;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Batch batch = loader.Next();
            process(batch, done);
            done += batch.Count;
            pace.Add(batch.Count);
            loader.Release();
            if (progress is not null && (done == total || throttle.IsDue()))
            {
                double rate = pace.PerSecond;
                progress.Report(new PredictionProgress(done, total, rate, rate > 0 ? TimeSpan.FromSeconds((total - done) / rate) : null));
            }
        }
    }
}
