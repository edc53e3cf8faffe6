using System.Runtime.CompilerServices;

namespace Fer.Engine;

/// <summary>
/// A register of channels at a time, the last few in narrower ones; sums stay in registers while taps or pixels pass by.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
internal sealed unsafe class DepthwiseKernels<T> : DepthwiseKernels
    where T : struct, ISimd<T>
{
    [MethodImpl(Kernel.Compilation)]
    public override void SumProducts(
        float** rows, float** weights, int taps, nint step, float* bias, float* result, int channels, int pixels, bool accumulate)
    {
        int c = 0;
        for (; c <= channels - T.Count; c += T.Count)
            SumRegister<T>(rows, weights, taps, step, bias, result, channels, pixels, accumulate, c);
        for (; T.Count > Simd256.Count && c <= channels - Simd256.Count; c += Simd256.Count)
            SumRegister<Simd256>(rows, weights, taps, step, bias, result, channels, pixels, accumulate, c);
        for (; T.Count > Simd128.Count && c <= channels - Simd128.Count; c += Simd128.Count)
            SumRegister<Simd128>(rows, weights, taps, step, bias, result, channels, pixels, accumulate, c);
        for (; c < channels; c++)
            SumRegister<SimdScalar>(rows, weights, taps, step, bias, result, channels, pixels, accumulate, c);
    }

    [MethodImpl(Kernel.Compilation)]
    public override void AddProducts(float** rows, float** sums, int taps, nint step, float* gradient, int channels, int pixels)
    {
        int c = 0;
        for (; c <= channels - T.Count; c += T.Count)
            AddRegister<T>(rows, sums, taps, step, gradient, channels, pixels, c);
        for (; T.Count > Simd256.Count && c <= channels - Simd256.Count; c += Simd256.Count)
            AddRegister<Simd256>(rows, sums, taps, step, gradient, channels, pixels, c);
        for (; T.Count > Simd128.Count && c <= channels - Simd128.Count; c += Simd128.Count)
            AddRegister<Simd128>(rows, sums, taps, step, gradient, channels, pixels, c);
        for (; c < channels; c++)
            AddRegister<SimdScalar>(rows, sums, taps, step, gradient, channels, pixels, c);
    }

    /// <summary>Two pixels side by side, so that each weight is read once for both.</summary>
    private static void SumRegister<TRegister>(
        float** rows, float** weights, int taps, nint step, float* bias, float* result, int channels, int pixels, bool accumulate, int c)
        where TRegister : struct, ISimd<TRegister>
    {
        TRegister start = bias == null ? TRegister.Broadcast(0) : TRegister.Load(bias + c);
        float* target = result + c;
        nint offset = c;
        int pixel = 0;
        for (; pixel <= pixels - 2; pixel += 2, target += 2 * channels, offset += 2 * step)
        {
            TRegister sum0 = accumulate ? TRegister.Add(start, TRegister.Load(target)) : start;
            TRegister sum1 = accumulate ? TRegister.Add(start, TRegister.Load(target + channels)) : start;
            for (int tap = 0; tap < taps; tap++)
            {
                TRegister weight = TRegister.Load(weights[tap] + c);
                sum0 = TRegister.MultiplyAdd(TRegister.Load(rows[tap] + offset), weight, sum0);
                sum1 = TRegister.MultiplyAdd(TRegister.Load(rows[tap] + offset + step), weight, sum1);
            }

            TRegister.Store(target, sum0);
            TRegister.Store(target + channels, sum1);
        }

        for (; pixel < pixels; pixel++, target += channels, offset += step)
        {
            TRegister sum = accumulate ? TRegister.Add(start, TRegister.Load(target)) : start;
            for (int tap = 0; tap < taps; tap++)
                sum = TRegister.MultiplyAdd(TRegister.Load(rows[tap] + offset), TRegister.Load(weights[tap] + c), sum);
            TRegister.Store(target, sum);
        }
    }

    private static void AddRegister<TRegister>(
        float** rows, float** sums, int taps, nint step, float* gradient, int channels, int pixels, int c)
        where TRegister : struct, ISimd<TRegister>
    {
        for (int tap = 0; tap < taps; tap++)
        {
            TRegister sum = TRegister.Load(sums[tap] + c);
            float* row = rows[tap] + c, value = gradient + c;
            for (int pixel = 0; pixel < pixels; pixel++, row += step, value += channels)
                sum = TRegister.MultiplyAdd(TRegister.Load(row), TRegister.Load(value), sum);
            TRegister.Store(sums[tap] + c, sum);
        }
    }
}
