namespace Fer.Ml;

/// <summary>The weighted mean and population variance of each feature, in two passes over the rows.</summary>
internal static class ColumnMoments
{
    public static (double[] Mean, double[] Variance) Compute(TrainingData data, CancellationToken cancellationToken)
    {
        double total = data.Weights.Sum();
        double[] mean = Means(data, (value, _) => value, total);
        cancellationToken.ThrowIfCancellationRequested();
        double[] variance = Means(data, (value, column) => (value - mean[column]) * (value - mean[column]), total);
        cancellationToken.ThrowIfCancellationRequested();
        return (mean, variance);
    }

    private static double[] Means(TrainingData data, Func<double, int, double> function, double total)
    {
        var sums = new double[data.Columns];
        for (int row = 0; row < data.Rows; row++)
        {
            double weight = data.Weights[row];
            ReadOnlySpan<float> values = data.Row(row);
            for (int column = 0; column < sums.Length; column++)
                sums[column] += weight * function(values[column], column);
        }

        return Array.ConvertAll(sums, sum => sum / total);
    }
}
