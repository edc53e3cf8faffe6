using System.Numerics;

namespace Fer.Engine;

/// <summary>An activation function but ReLU, which has ways of its own.</summary>
/// <typeparam name="T">The function.</typeparam>
internal sealed unsafe class ActivationOperation<T>(Value input, Value output, T function, ThreadTeam team)
    : RangeOperation([input], output, team)
    where T : struct, IActivation
{
    public override bool NeedsInputForBackward => true;

    protected override void ForwardRange(int first, int length)
    {
        float* x = Input.Data + first, y = Output.Data + first;
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(function.Value(Vector.Load(x + i)), y + i);
        if (i < length)
            StoreFirst(function.Value(LoadFirst(x + i, length - i)), y + i, length - i);
    }

    protected override void BackwardRange(int first, int length)
    {
        float* x = Input.Data + first, outputGradient = Output.Gradient + first, inputGradient = Input.Gradient + first;
        bool accumulate = InputGradients[0] == GradientMode.Accumulate;
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
