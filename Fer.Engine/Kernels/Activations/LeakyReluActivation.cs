using System.Numerics;

namespace Fer.Engine;

/// <summary>x, or slope * x where it is not positive.</summary>
internal readonly struct LeakyReluActivation(float slope) : IActivation
{
    public Vector<float> Value(Vector<float> x) => Select(x, x, slope * x);

    public Vector<float> Derivative(Vector<float> x) => Select(x, Vector<float>.One, new Vector<float>(slope));

    private static Vector<float> Select(Vector<float> x, Vector<float> positive, Vector<float> other) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), positive, other);
}
