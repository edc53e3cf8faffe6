using System.Text.Json;

namespace Fer.Engine.Tests;

/// <summary>Comparisons with figures that PyTorch's scripts wrote.</summary>
internal static class PyTorchAssert
{
    /// <summary>Compares two numbers.</summary>
    /// <param name="expected">PyTorch's.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="tolerance">How far they may lie apart, relative to PyTorch's or to the scale if that is larger.</param>
    /// <param name="scale">What a number near 0 is measured against; null for itself.</param>
    /// <param name="what">What it is, for the message.</param>
    public static void Relative(double expected, double actual, double tolerance, double? scale, string what) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Max(Math.Abs(expected), scale ?? 0),
            $"{what}: PyTorch {expected}, here {actual}");

    /// <summary>Compares logits one by one, to 1e-4 of the largest.</summary>
    public static void Logits(JsonElement expected, float[] actual, string what)
    {
        double[] values = Values(expected);
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
            Relative(values[i], actual[i], 1e-4, values.Max(Math.Abs), $"{what} {i}");
    }

    /// <summary>The Euclidean norm.</summary>
    public static double Norm(Tensor tensor) => Math.Sqrt(tensor.Values.Sum(value => (double)value * value));

    /// <summary>The numbers of an array.</summary>
    public static double[] Values(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];
}
