using System.Numerics;

namespace Fer.Engine;

/// <summary>x / 6 + 1 / 2 within 0 and 1.</summary>
internal readonly struct HardSigmoidActivation : IActivation
{
    private const float Slope = 1f / 6;

    public Vector<float> Value(Vector<float> x) => HardSigmoid(x);

    public Vector<float> Derivative(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(3)), new Vector<float>(Slope), Vector<float>.Zero);

    internal static Vector<float> HardSigmoid(Vector<float> x) =>
        Vector.Min(Vector.Max(x * Slope + new Vector<float>(0.5f), Vector<float>.Zero), Vector<float>.One);
}
