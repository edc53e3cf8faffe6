using System.Numerics;

namespace Fer.Engine;

/// <summary>x * sigmoid(x).</summary>
internal readonly struct SiluActivation : IActivation
{
    public Vector<float> Value(Vector<float> x) => x * SigmoidActivation.Sigmoid(x);

    public Vector<float> Derivative(Vector<float> x)
    {
        Vector<float> y = SigmoidActivation.Sigmoid(x);
        return y * (Vector<float>.One + x * (Vector<float>.One - y));
    }
}
