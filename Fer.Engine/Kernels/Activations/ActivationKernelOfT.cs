using System.Numerics;

namespace Fer.Engine;

/// <summary>The loops around a function of one register.</summary>
/// <typeparam name="T">The function.</typeparam>
internal sealed unsafe class ActivationKernel<T>(T function) : ActivationKernel
    where T : struct, IActivation
{
    public override void Forward(float* x, float* y, int length)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(function.Value(Vector.Load(x + i)), y + i);
        if (i < length)
            StoreFirst(function.Value(LoadFirst(x + i, length - i)), y + i, length - i);
    }

    public override void Backward(float* x, float* outputGradient, float* inputGradient, int length, bool accumulate)
    {
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(outputGradient + i) * function.Derivative(Vector.Load(x + i));
            Vector.Store(accumulate ? Vector.Load(inputGradient + i) + gradient : gradient, inputGradient + i);
        }

        if (i < length)
        {
            int rest = length - i;
            Vector<float> gradient = LoadFirst(outputGradient + i, rest) * function.Derivative(LoadFirst(x + i, rest));
            StoreFirst(accumulate ? LoadFirst(inputGradient + i, rest) + gradient : gradient, inputGradient + i, rest);
        }
    }

    private static Vector<float> LoadFirst(float* source, int count)
    {
        float* padded = stackalloc float[Vector<float>.Count];
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(padded, count));
        return Vector.Load(padded);
    }

    private static void StoreFirst(Vector<float> values, float* destination, int count)
    {
        float* padded = stackalloc float[Vector<float>.Count];
        Vector.Store(values, padded);
        new ReadOnlySpan<float>(padded, count).CopyTo(new Span<float>(destination, count));
    }
}
