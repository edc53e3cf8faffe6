namespace Fer.Ml.Tests;

/// <summary>Gives each row twice, and counts how often it is asked.</summary>
internal sealed class CountingSampler : ISampler
{
    public int Calls { get; private set; }

    public TrainingSplit<ResampledTable> FitResample(
        TrainingSplit<FeatureTable> training, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        return training.Map(table => new ResampledTable(table,
        [
            .. Enumerable.Range(0, table.Count).Select(RowOrigin.Original),
            .. Enumerable.Range(0, table.Count).Select(row => RowOrigin.Copy(row, row)),
        ]));
    }
}
