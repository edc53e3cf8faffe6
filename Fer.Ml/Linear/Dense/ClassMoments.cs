namespace Fer.Ml;

/// <summary>The weighted means of the columns, over all rows and over each class.</summary>
internal sealed class ClassMoments
{
    private const int RowsPerPart = 1024;

    private readonly double[] _rowWeights;

    private ClassMoments(double[] rowWeights, double[] weights, double[] classMeans, double[] means)
    {
        _rowWeights = rowWeights;
        Weights = weights;
        ClassMeans = classMeans;
        Means = means;
    }

    /// <summary>The weight of each class.</summary>
    public double[] Weights { get; }

    /// <summary>The weight of all rows.</summary>
    public double Weight => Weights.Sum();

    /// <summary>Classes x columns; 0 for classes without weight.</summary>
    public double[] ClassMeans { get; }

    /// <summary>The means over all rows.</summary>
    public double[] Means { get; }

    /// <summary>Computes the means; sums go by fixed parts of the rows, whatever the threads.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="equalWeights">Whether each row counts 1, whatever its weight.</param>
    public static ClassMoments Compute(TrainingData data, ParallelOptions options, bool equalWeights = false)
    {
        int columns = data.Columns, classes = data.Classes.Count;
        double[] rowWeights = equalWeights ? [.. Enumerable.Repeat(1.0, data.Rows)] : data.Weights;
        var weights = new double[classes];
        for (int row = 0; row < data.Rows; row++)
            weights[data.Labels[row]] += rowWeights[row];

        double[] sums = SumParts(data, options, classes * columns, (row, part) =>
            DenseRows.AddScaled(part.Slice(data.Labels[row] * columns, columns), rowWeights[row], data.Row(row)));
        var means = new double[columns];
        double total = weights.Sum();
        for (int label = 0; label < classes; label++)
        {
            Span<double> sum = sums.AsSpan(label * columns, columns);
            DenseVectors.AddScaled(means, 1 / total, sum);
            for (int column = 0; column < columns && weights[label] > 0; column++)
                sum[column] /= weights[label];
        }

        return new ClassMoments(rowWeights, weights, sums, means);
    }

    /// <summary>The weighted mean squares of each class about its mean: classes x columns; 0 for classes without weight.</summary>
    public double[] ClassVariances(TrainingData data, ParallelOptions options)
    {
        int columns = data.Columns;
        double[] sums = SumParts(data, options, ClassMeans.Length, (row, part) =>
        {
            int at = data.Labels[row] * columns;
            DenseRows.AddSquares(part.Slice(at, columns), _rowWeights[row], data.Row(row), ClassMeans.AsSpan(at, columns));
        });
        for (int i = 0; i < sums.Length; i++)
            sums[i] = Weights[i / columns] > 0 ? sums[i] / Weights[i / columns] : 0;
        return sums;
    }

    /// <summary>The greatest variance of a column over all rows.</summary>
    /// <param name="classVariances">The variances within classes.</param>
    public double GreatestVariance(double[] classVariances)
    {
        double greatest = 0, total = Weight;
        for (int column = 0; column < Means.Length; column++)
        {
            double sum = 0;
            for (int label = 0; label < Weights.Length; label++)
            {
                double difference = ClassMeans[label * Means.Length + column] - Means[column];
                sum += Weights[label] * (classVariances[label * Means.Length + column] + difference * difference);
            }

            greatest = Math.Max(greatest, sum / total);
        }

        return greatest;
    }

    /// <summary>Adds a vector up over the rows: in each part of the rows one after the other, then the parts one after the other.</summary>
    private static double[] SumParts(TrainingData data, ParallelOptions options, int length, RowAdder add)
    {
        var parts = new double[(data.Rows + RowsPerPart - 1) / RowsPerPart][];
        Parallel.For(0, parts.Length, options, part =>
        {
            var sums = new double[length];
            for (int row = part * RowsPerPart; row < Math.Min((part + 1) * RowsPerPart, data.Rows); row++)
                add(row, sums);
            parts[part] = sums;
        });
        for (int part = 1; part < parts.Length; part++)
            DenseVectors.AddScaled(parts[0], 1, parts[part]);
        return parts[0];
    }

    private delegate void RowAdder(int row, Span<double> sums);
}
