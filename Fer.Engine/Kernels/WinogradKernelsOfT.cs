using System.Runtime.CompilerServices;

namespace Fer.Engine;

/// <summary>
/// Each transform is done along the columns into a buffer of registers, then along the rows; the one-dimensional ones below
/// share the sums that the matrices of the points 0, 1, -1, 2, -2 have in common.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
internal sealed unsafe class WinogradKernels<T> : WinogradKernels
    where T : struct, ISimd<T>
{
    public override int Width => T.Count;

    [MethodImpl(Kernel.Compilation)]
    public override void TransformInput(float** pixels, int channels, float* result, nint step)
    {
        float* half = stackalloc float[Points * T.Count];
        for (int c = 0; c < channels; c += T.Count)
        {
            for (int x = 0; x < 6; x++)
            {
                Input(
                    T.Load(pixels[x] + c), T.Load(pixels[6 + x] + c), T.Load(pixels[12 + x] + c), T.Load(pixels[18 + x] + c),
                    T.Load(pixels[24 + x] + c), T.Load(pixels[30 + x] + c), half + x * T.Count, 6 * T.Count);
            }

            for (int y = 0; y < 6; y++)
            {
                float* row = half + 6 * y * T.Count;
                Input(
                    T.Load(row), T.Load(row + T.Count), T.Load(row + 2 * T.Count), T.Load(row + 3 * T.Count),
                    T.Load(row + 4 * T.Count), T.Load(row + 5 * T.Count), result + 6 * y * step + c, step);
            }
        }
    }

    [MethodImpl(Kernel.Compilation)]
    public override void TransformOutput(float* points, nint step, int channels, float* bias, float* result)
    {
        float* half = stackalloc float[4 * 6 * T.Count];
        for (int c = 0; c < channels; c += T.Count)
        {
            for (int x = 0; x < 6; x++)
            {
                float* column = points + x * step + c;
                Output(
                    T.Load(column), T.Load(column + 6 * step), T.Load(column + 12 * step), T.Load(column + 18 * step),
                    T.Load(column + 24 * step), T.Load(column + 30 * step), T.Broadcast(0), half + x * T.Count, 6 * T.Count);
            }

            T start = bias == null ? T.Broadcast(0) : T.Load(bias + c);
            for (int y = 0; y < 4; y++)
            {
                float* row = half + 6 * y * T.Count;
                Output(
                    T.Load(row), T.Load(row + T.Count), T.Load(row + 2 * T.Count), T.Load(row + 3 * T.Count),
                    T.Load(row + 4 * T.Count), T.Load(row + 5 * T.Count), start, result + 4 * y * (nint)channels + c, channels);
            }
        }
    }

    [MethodImpl(Kernel.Compilation)]
    public override void TransformGradient(float** pixels, int first, int channels, float* result, nint step)
    {
        float* half = stackalloc float[6 * 4 * T.Count];
        for (int c = 0; c < channels; c += T.Count)
        {
            int from = first + c;
            for (int x = 0; x < 4; x++)
            {
                Gradient(
                    T.Load(pixels[x] + from), T.Load(pixels[4 + x] + from), T.Load(pixels[8 + x] + from), T.Load(pixels[12 + x] + from),
                    half + x * T.Count, 4 * T.Count);
            }

            for (int y = 0; y < 6; y++)
            {
                float* row = half + 4 * y * T.Count;
                Gradient(
                    T.Load(row), T.Load(row + T.Count), T.Load(row + 2 * T.Count), T.Load(row + 3 * T.Count),
                    result + 6 * y * step + c, step);
            }
        }
    }

    [MethodImpl(Kernel.Compilation)]
    public override void TransformWeights(float* taps, nint tapStep, bool flip, int outputs, float* result, nint step)
    {
        float* half = stackalloc float[6 * 3 * T.Count];
        if (flip)
        {
            taps += 8 * tapStep;
            tapStep = -tapStep;
        }

        for (int o = 0; o < outputs; o += T.Count)
        {
            for (int x = 0; x < 3; x++)
            {
                float* column = taps + x * tapStep + o;
                Weights(T.Load(column), T.Load(column + 3 * tapStep), T.Load(column + 6 * tapStep), half + x * T.Count, 3 * T.Count);
            }

            for (int y = 0; y < 6; y++)
            {
                float* row = half + 3 * y * T.Count;
                Weights(T.Load(row), T.Load(row + T.Count), T.Load(row + 2 * T.Count), result + 6 * y * step + o, step);
            }
        }
    }

    [MethodImpl(Kernel.Compilation)]
    public override void TransformWeightGradient(float* points, nint step, int outputs, float* result, nint tapStep)
    {
        float* half = stackalloc float[3 * 6 * T.Count];
        for (int o = 0; o < outputs; o += T.Count)
        {
            for (int x = 0; x < 6; x++)
            {
                float* column = points + x * step + o;
                WeightGradient(
                    T.Load(column), T.Load(column + 6 * step), T.Load(column + 12 * step), T.Load(column + 18 * step),
                    T.Load(column + 24 * step), T.Load(column + 30 * step), half + x * T.Count, 6 * T.Count);
            }

            for (int y = 0; y < 3; y++)
            {
                float* row = half + 6 * y * T.Count;
                WeightGradient(
                    T.Load(row), T.Load(row + T.Count), T.Load(row + 2 * T.Count), T.Load(row + 3 * T.Count),
                    T.Load(row + 4 * T.Count), T.Load(row + 5 * T.Count), result + 3 * y * tapStep + o, tapStep);
            }
        }
    }

    /// <summary>B' d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Input(T d0, T d1, T d2, T d3, T d4, T d5, float* result, nint step)
    {
        T four = T.Broadcast(4), minusFour = T.Broadcast(-4), minusFive = T.Broadcast(-5), two = T.Broadcast(2);
        T even1 = T.MultiplyAdd(minusFour, d2, d4), odd1 = T.MultiplyAdd(minusFour, d1, d3);
        T even2 = T.Subtract(d4, d2), odd2 = T.Multiply(two, T.Subtract(d3, d1));
        T.Store(result, T.MultiplyAdd(four, d0, T.MultiplyAdd(minusFive, d2, d4)));
        T.Store(result + step, T.Add(even1, odd1));
        T.Store(result + 2 * step, T.Subtract(even1, odd1));
        T.Store(result + 3 * step, T.Add(even2, odd2));
        T.Store(result + 4 * step, T.Subtract(even2, odd2));
        T.Store(result + 5 * step, T.MultiplyAdd(four, d1, T.MultiplyAdd(minusFive, d3, d5)));
    }

    /// <summary>start + A' m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Output(T m0, T m1, T m2, T m3, T m4, T m5, T start, float* result, nint step)
    {
        T sum1 = T.Add(m1, m2), difference1 = T.Subtract(m1, m2), sum2 = T.Add(m3, m4), difference2 = T.Subtract(m3, m4);
        T.Store(result, T.Add(start, T.Add(m0, T.Add(sum1, sum2))));
        T.Store(result + step, T.Add(start, T.MultiplyAdd(T.Broadcast(2), difference2, difference1)));
        T.Store(result + 2 * step, T.Add(start, T.MultiplyAdd(T.Broadcast(4), sum2, sum1)));
        T.Store(result + 3 * step, T.Add(start, T.Add(m5, T.MultiplyAdd(T.Broadcast(8), difference2, difference1))));
    }

    /// <summary>A y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gradient(T y0, T y1, T y2, T y3, float* result, nint step)
    {
        T even1 = T.Add(y0, y2), odd1 = T.Add(y1, y3);
        T even2 = T.MultiplyAdd(T.Broadcast(4), y2, y0), odd2 = T.Multiply(T.Broadcast(2), T.MultiplyAdd(T.Broadcast(4), y3, y1));
        T.Store(result, y0);
        T.Store(result + step, T.Add(even1, odd1));
        T.Store(result + 2 * step, T.Subtract(even1, odd1));
        T.Store(result + 3 * step, T.Add(even2, odd2));
        T.Store(result + 4 * step, T.Subtract(even2, odd2));
        T.Store(result + 5 * step, y3);
    }

    /// <summary>G g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Weights(T g0, T g1, T g2, float* result, nint step)
    {
        T ends = T.Add(g0, g2), minusSixth = T.Broadcast(-1f / 6);
        T even = T.MultiplyAdd(T.Broadcast(1f / 24), g0, T.Multiply(T.Broadcast(1f / 6), g2)), odd = T.Multiply(T.Broadcast(1f / 12), g1);
        T.Store(result, T.Multiply(T.Broadcast(0.25f), g0));
        T.Store(result + step, T.Multiply(minusSixth, T.Add(ends, g1)));
        T.Store(result + 2 * step, T.Multiply(minusSixth, T.Subtract(ends, g1)));
        T.Store(result + 3 * step, T.Add(even, odd));
        T.Store(result + 4 * step, T.Subtract(even, odd));
        T.Store(result + 5 * step, g2);
    }

    /// <summary>G' u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WeightGradient(T u0, T u1, T u2, T u3, T u4, T u5, float* result, nint step)
    {
        T sum1 = T.Multiply(T.Broadcast(-1f / 6), T.Add(u1, u2)), sum2 = T.Add(u3, u4);
        T first = T.MultiplyAdd(T.Broadcast(0.25f), u0, T.MultiplyAdd(T.Broadcast(1f / 24), sum2, sum1));
        T middle = T.MultiplyAdd(T.Broadcast(1f / 6), T.Subtract(u2, u1), T.Multiply(T.Broadcast(1f / 12), T.Subtract(u3, u4)));
        T.Store(result, first);
        T.Store(result + step, middle);
        T.Store(result + 2 * step, T.Add(u5, T.MultiplyAdd(T.Broadcast(1f / 6), sum2, sum1)));
    }
}
