using System.Numerics;

namespace Fer.Engine;

/// <summary>Loops over values and channels that are bound by memory: plain <see cref="Vector{T}"/> code reaches its speed.</summary>
internal static unsafe class Elementwise
{
    /// <summary>output = max(input, 0).</summary>
    public static void Relu(float* input, float* output, int length)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.Max(Vector.Load(input + i), Vector<float>.Zero), output + i);
        for (; i < length; i++)
            output[i] = MathF.Max(input[i], 0);
    }

    /// <summary>inputGradient (+)= output > 0 ? gradient : 0.</summary>
    public static void ReluBackward(float* output, float* gradient, float* inputGradient, int length, bool accumulate)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<int> positive = Vector.GreaterThan(Vector.Load(output + i), Vector<float>.Zero);
            Vector<float> passed = Vector.ConditionalSelect(positive, Vector.Load(gradient + i), Vector<float>.Zero);
            Vector.Store(accumulate ? Vector.Load(inputGradient + i) + passed : passed, inputGradient + i);
        }

        for (; i < length; i++)
            inputGradient[i] = (accumulate ? inputGradient[i] : 0) + (output[i] > 0 ? gradient[i] : 0);
    }

    /// <summary>The sum of the values.</summary>
    public static float Sum(float* values, int length)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            sums += Vector.Load(values + i);
        float sum = Vector.Sum(sums);
        for (; i < length; i++)
            sum += values[i];
        return sum;
    }

    /// <summary>The sum of the products.</summary>
    public static float Dot(float* a, float* b, int length)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            sums += Vector.Load(a + i) * Vector.Load(b + i);
        float sum = Vector.Sum(sums);
        for (; i < length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>values += constant.</summary>
    public static void AddConstant(float constant, float* values, int length)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(values + i) + new Vector<float>(constant), values + i);
        for (; i < length; i++)
            values[i] += constant;
    }

    /// <summary>output (+)= factor * input.</summary>
    public static void Scale(float* input, float factor, float* output, int length, bool accumulate)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> scaled = factor * Vector.Load(input + i);
            Vector.Store(accumulate ? Vector.Load(output + i) + scaled : scaled, output + i);
        }

        for (; i < length; i++)
            output[i] = (accumulate ? output[i] : 0) + factor * input[i];
    }

    /// <summary>output (+)= a * b.</summary>
    public static void Multiply(float* a, float* b, float* output, int length, bool accumulate)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> product = Vector.Load(a + i) * Vector.Load(b + i);
            Vector.Store(accumulate ? Vector.Load(output + i) + product : product, output + i);
        }

        for (; i < length; i++)
            output[i] = (accumulate ? output[i] : 0) + a[i] * b[i];
    }

    /// <summary>sums += row.</summary>
    public static void Add(float* row, float* sums, int length)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(sums + i) + Vector.Load(row + i), sums + i);
        for (; i < length; i++)
            sums[i] += row[i];
    }

    /// <summary>output = input * scale + shift, per channel.</summary>
    public static void ScaleShift(float* input, float* scale, float* shift, float* output, int length)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(input + i) * Vector.Load(scale + i) + Vector.Load(shift + i), output + i);
        for (; i < length; i++)
            output[i] = input[i] * scale[i] + shift[i];
    }

    /// <summary>squares += (row - mean)^2, per channel.</summary>
    public static void AddSquaredDeviations(float* row, float* mean, float* squares, int length)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> deviation = Vector.Load(row + i) - Vector.Load(mean + i);
            Vector.Store(Vector.Load(squares + i) + deviation * deviation, squares + i);
        }

        for (; i < length; i++)
            squares[i] += (row[i] - mean[i]) * (row[i] - mean[i]);
    }

    /// <summary>sums += gradient; products += gradient * (row - mean), per channel.</summary>
    public static void AddGradientSums(float* gradient, float* row, float* mean, float* sums, float* products, int length)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(gradient + i);
            Vector.Store(Vector.Load(sums + i) + g, sums + i);
            Vector.Store(Vector.Load(products + i) + g * (Vector.Load(row + i) - Vector.Load(mean + i)), products + i);
        }

        for (; i < length; i++)
        {
            sums[i] += gradient[i];
            products[i] += gradient[i] * (row[i] - mean[i]);
        }
    }

    /// <summary>output (+)= a * gradient + b * row + c, per channel.</summary>
    public static void Combine(
        float* gradient, float* row, float* a, float* b, float* c, float* output, int length, bool accumulate)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(a + i) * Vector.Load(gradient + i)
                + Vector.Load(b + i) * Vector.Load(row + i) + Vector.Load(c + i);
            Vector.Store(accumulate ? Vector.Load(output + i) + value : value, output + i);
        }

        for (; i < length; i++)
            output[i] = (accumulate ? output[i] : 0) + a[i] * gradient[i] + b[i] * row[i] + c[i];
    }

    /// <summary>Where a value exceeds the maximum so far, it replaces it and its window position is noted.</summary>
    public static void Max(float* values, int position, float* maximum, int* positions, int length)
    {
        int i = 0;
        var here = new Vector<int>(position);
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(values + i);
            Vector<float> best = Vector.Load(maximum + i);
            Vector<int> larger = Vector.GreaterThan(value, best);
            Vector.Store(Vector.ConditionalSelect(larger, value, best), maximum + i);
            if (positions != null)
                Vector.Store(Vector.ConditionalSelect(larger, here, Vector.Load(positions + i)), positions + i);
        }

        for (; i < length; i++)
        {
            if (!(values[i] > maximum[i]))
                continue;
            maximum[i] = values[i];
            if (positions != null)
                positions[i] = position;
        }
    }

    /// <summary>Where the maximum came from this window position, its gradient is added.</summary>
    public static void MaxBackward(float* outputGradient, int* positions, int position, float* inputGradient, int length)
    {
        int i = 0;
        var here = new Vector<int>(position);
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<int> chosen = Vector.Equals(Vector.Load(positions + i), here);
            Vector<float> gradient = Vector.ConditionalSelect(chosen, Vector.Load(outputGradient + i), Vector<float>.Zero);
            Vector.Store(Vector.Load(inputGradient + i) + gradient, inputGradient + i);
        }

        for (; i < length; i++)
        {
            if (positions[i] == position)
                inputGradient[i] += outputGradient[i];
        }
    }

    /// <summary>Zeroes values at random and scales the rest; the same generator gives the same mask again.</summary>
    public static void Dropout(Span<float> values, double rate, ref RandomGenerator random)
    {
        // Sixteen random bits decide one value, so the rate is met to 1 / 65536.
        uint threshold = (uint)Math.Round(rate * 65536);
        float scale = (float)(1 / (1 - rate));
        int i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            ulong bits = random.NextUInt64();
            values[i] *= (bits & 0xFFFF) < threshold ? 0 : scale;
            values[i + 1] *= ((bits >> 16) & 0xFFFF) < threshold ? 0 : scale;
            values[i + 2] *= ((bits >> 32) & 0xFFFF) < threshold ? 0 : scale;
            values[i + 3] *= (bits >> 48) < threshold ? 0 : scale;
        }

        for (; i < values.Length; i++)
            values[i] *= (random.NextUInt64() & 0xFFFF) < threshold ? 0 : scale;
    }
}
