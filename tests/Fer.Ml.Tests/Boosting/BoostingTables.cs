namespace Fer.Ml.Tests;

/// <summary>Small tables to learn from.</summary>
internal static class BoostingTables
{
    /// <summary>Overlapping clouds, one per class; every third column has few distinct values.</summary>
    public static FeatureTable Clouds(int rows, int columns, int classes, ulong seed = 1)
    {
        var values = new float[rows * columns];
        var labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            RandomGenerator random = RandomGenerator.Create(seed, (ulong)row);
            labels[row] = row % classes;
            for (int column = 0; column < columns; column++)
            {
                double value = random.NextGaussian() + 1.5 * Math.Sin(labels[row] * (column + 1));
                values[row * columns + column] = (float)(column % 3 == 2 ? Math.Round(value) : value);
            }
        }

        return Tables.Create(values, columns, labels, classes);
    }

    /// <summary>Everything a model saves, to compare models bit by bit.</summary>
    public static string Content(IClassifierModel model)
    {
        var writer = new ModelWriter();
        model.Save(writer);
        return string.Join(
            '\n', writer.Arrays.Select(array => $"{array.Key}: {string.Join(' ', array.Value.Values.Cast<object>().Select(Bits))}"));

        static string Bits(object value) => value switch
        {
            double number => BitConverter.DoubleToInt64Bits(number).ToString("X", null),
            float number => BitConverter.SingleToInt32Bits(number).ToString("X", null),
            _ => value.ToString()!,
        };
    }
}
