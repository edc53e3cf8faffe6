using System.Numerics;

namespace Fer.Engine;

/// <summary>The inner loop of a depthwise convolution.</summary>
internal static unsafe class DepthwiseKernel
{
    /// <summary>The most taps of one call; larger kernels take several.</summary>
    public const int MaxTaps = 49;

    /// <summary>result[c] (+)= sum over i of rows[i][c] * weights[i][c].</summary>
    public static void SumProducts(float** rows, float** weights, int count, float* result, int channels, bool accumulate)
    {
        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> sum = accumulate ? Vector.Load(result + c) : Vector<float>.Zero;
            for (int i = 0; i < count; i++)
                sum += Vector.Load(rows[i] + c) * Vector.Load(weights[i] + c);
            Vector.Store(sum, result + c);
        }

        for (; c < channels; c++)
        {
            float sum = accumulate ? result[c] : 0;
            for (int i = 0; i < count; i++)
                sum += rows[i][c] * weights[i][c];
            result[c] = sum;
        }
    }
}
