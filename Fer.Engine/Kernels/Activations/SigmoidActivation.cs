using System.Numerics;

namespace Fer.Engine;

/// <summary>1 / (1 + exp(-x)).</summary>
internal readonly struct SigmoidActivation : IActivation
{
    public Vector<float> Value(Vector<float> x) => Sigmoid(x);

    public Vector<float> Derivative(Vector<float> x)
    {
        Vector<float> y = Sigmoid(x);
        return y * (Vector<float>.One - y);
    }

    internal static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));
}
