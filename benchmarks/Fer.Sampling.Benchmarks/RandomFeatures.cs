namespace Fer.Sampling.Benchmarks;

/// <summary>Normal features, each class a little apart.</summary>
internal static class RandomFeatures
{
    public static float[] Create(int[] labels, int columns)
    {
        var values = new float[labels.Length * columns];
        Parallel.For(0, labels.Length, row =>
        {
            RandomGenerator random = RandomGenerator.Create(1, (ulong)row);
            for (int c = 0; c < columns; c++)
                values[(row * columns) + c] = (float)((labels[row] * 0.1) + random.NextGaussian());
        });
        return values;
    }
}
