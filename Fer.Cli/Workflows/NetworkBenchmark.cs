using System.Diagnostics;
using Fer.Engine;
using Fer.Models;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>How fast one network runs here.</summary>
/// <param name="Network">Its name in the zoo.</param>
/// <param name="Threads">The threads used.</param>
/// <param name="Batch">The pictures per step.</param>
/// <param name="TrainImagesPerSecond">Forward, backward and Adam's step.</param>
/// <param name="PredictImagesPerSecond">Forward, in batches.</param>
/// <param name="PredictOneMilliseconds">Forward, one picture alone.</param>
internal sealed record NetworkBenchmark(
    string Network, int Threads, int Batch, double TrainImagesPerSecond, double PredictImagesPerSecond, double PredictOneMilliseconds)
{
    private const int WarmUpSteps = 2;
    private const double SecondsPerFigure = 3;
    private const int LeastSteps = 4;

    /// <summary>The networks that the papers compare, each with its picture and batch.</summary>
    public static IReadOnlyList<(string Network, TensorShape Input, int Classes, int Batch)> Settings { get; } =
    [
        (FerdCnn.Name, new TensorShape(1, 48, 48), 7, 64),
        (MobileNetV3.LargeName, new TensorShape(3, 96, 96), 8, 16),
        (ResNet.Name50, new TensorShape(3, 96, 96), 8, 16),
        (Vgg16.Name, new TensorShape(3, 96, 96), 8, 16),
    ];

    /// <summary>Measures a network on random values: medians over the steps of a few seconds.</summary>
    /// <param name="network">Its name in the zoo.</param>
    /// <param name="input">The shape of one picture.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="batchSize">The pictures per step.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="threads">The threads.</param>
    /// <param name="trainingProfiler">Hears of every operation of the training steps; null for none.</param>
    /// <param name="predictionProfiler">Hears of every operation of the batches predicted; null for none.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    public static NetworkBenchmark Run(
        string network, TensorShape input, int classes, int batchSize, string engine, int threads,
        EngineProfiler? trainingProfiler, EngineProfiler? predictionProfiler, CancellationToken cancellationToken)
    {
        NetworkDefinition definition = NetworkZoo.Create(network, classes, input);
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(definition, seed: 1);
        Batch batch = RandomBatch(definition, batchSize);
        var logits = new float[batchSize * classes];
        double Measure(Action step) => MedianSeconds(step, cancellationToken);
        double train = WithEngine(engine, threads, trainingProfiler, trainer =>
        {
            using ITrainableNetwork training = trainer.CompileForTraining(
                definition, weights, new TrainingOptions { BatchSize = batchSize });
            int steps = TorchEngines.IsGpu(engine) ? TorchEngines.StepsPerExecution : 1;
            return Measure(Steps(training, batch, steps)) / steps;
        });
        double predict = WithEngine(engine, threads, predictionProfiler, predictor =>
        {
            using INetwork predicting = predictor.CompileForPrediction(definition, weights, batchSize);
            return Measure(() => predicting.Predict(batch.Inputs, batchSize, logits));
        });
        double one = WithEngine(engine, threads, profiler: null, predictor =>
        {
            using INetwork single = predictor.CompileForPrediction(definition, weights, batchSize: 1);
            return Measure(() => single.Predict(batch.Input(0), 1, logits));
        });
        return new NetworkBenchmark(network, threads, batchSize, batchSize / train, batchSize / predict, one * 1e3);
    }

    private static double WithEngine(string name, int threads, EngineProfiler? profiler, Func<IEngine, double> measure)
    {
        IEngine engine = Engines.Create(name, threads, profiler);
        using var owned = engine as IDisposable;
        return measure(engine);
    }

    /// <summary>So many training steps and what a trainer reads behind them; on samples that the network keeps, where it does.</summary>
    private static Action Steps(ITrainableNetwork training, Batch batch, int steps)
    {
        int[] samples = [.. Enumerable.Range(0, batch.Count)];
        string[] ids = [.. samples.Select(sample => $"{sample}")], classes = [.. Enumerable.Range(0, batch.Classes).Select(c => $"{c}")];
        var kept = new TensorSamples(
            batch.InputShape, batch.Inputs, classes, [.. samples.Select(sample => sample % batch.Classes)], ids);
        IResidentTraining? resident = training is IResidentTraining network && network.TryKeepSamples(kept) ? network : null;
        return () =>
        {
            for (int step = 0; step < steps; step++)
            {
                if (resident is not null)
                    resident.TrainStep(samples, 1e-4);
                else
                    training.TrainStep(batch, 1e-4);
            }

            training.ReadMetrics();
        };
    }

    private static Batch RandomBatch(NetworkDefinition definition, int count)
    {
        var batch = new Batch(definition.Input, definition.Classes, count) { Count = count };
        RandomGenerator random = RandomGenerator.Create(1);
        for (int i = 0; i < batch.Inputs.Length; i++)
            batch.Inputs[i] = (float)random.NextGaussian();
        for (int n = 0; n < count; n++)
            batch.SetLabel(n, n % definition.Classes);
        return batch;
    }

    private static double MedianSeconds(Action step, CancellationToken cancellationToken)
    {
        for (int i = 0; i < WarmUpSteps; i++)
            step();
        var seconds = new List<double>();
        for (double spent = 0; spent < SecondsPerFigure || seconds.Count < LeastSteps; spent += seconds[^1])
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            step();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
