namespace Fer.Training;

/// <summary>Measures a network on the validation samples: unweighted cross-entropy and accuracy, in double precision.</summary>
internal sealed class Validator(INetwork network, ISampleSource source, BatchLoader loader, TrainingMeter meter)
{
    private readonly int[] _order = [.. Enumerable.Range(0, source.Labels.Count)];
    private readonly float[] _logits = new float[network.BatchSize * network.Definition.Classes];

    /// <summary>Goes through all samples.</summary>
    /// <param name="epoch">The epoch to report progress for, from 0.</param>
    /// <param name="cancellationToken">Ends the pass between two batches.</param>
    public TrainingMetrics Run(int epoch, CancellationToken cancellationToken)
    {
        int batches = BatchLoader.BatchCount(_order.Length, network.BatchSize);
        var sums = default(TrainingMetrics);
        loader.Start(source, _order, _order.Length, epoch: 0);
        meter.Begin(TrainingPhase.Validating);
        for (int i = 0; i < batches; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TrainingMetrics metrics = Measure(loader.Next(), i * network.BatchSize);
            loader.Release();
            sums += metrics;
            meter.Report(TrainingPhase.Validating, epoch, i + 1, batches, metrics.Samples, sums);
        }

        return sums;
    }

    private TrainingMetrics Measure(Batch batch, int first)
    {
        int classes = batch.Classes;
        network.Predict(Predictor.Inputs(batch), batch.Count, _logits.AsSpan(0, batch.Count * classes));
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<float> logits = _logits.AsSpan(i * classes, classes);
            int label = source.Labels[first + i];
            loss += CrossEntropy.Loss(logits, label);
            correct += CrossEntropy.ArgMax(logits) == label ? 1 : 0;
        }

        return new TrainingMetrics(batch.Count, loss, batch.Count, correct);
    }
}
