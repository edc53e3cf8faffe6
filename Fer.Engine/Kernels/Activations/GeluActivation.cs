using System.Numerics;

namespace Fer.Engine;

/// <summary>
/// x * Phi(x) with the normal distribution function Phi by the rational approximation 26.2.17 of Abramowitz and Stegun,
/// "Handbook of mathematical functions" (1964); its error is below 7.5e-8.
/// </summary>
internal readonly struct GeluActivation : IActivation
{
    private const float InverseRootTwoPi = 0.39894228f;

    public Vector<float> Value(Vector<float> x) => x * Distribution(x);

    public Vector<float> Derivative(Vector<float> x) => Distribution(x) + x * Density(x);

    private static Vector<float> Density(Vector<float> x) => InverseRootTwoPi * Vector.Exp(-0.5f * x * x);

    private static Vector<float> Distribution(Vector<float> x)
    {
        Vector<float> t = Vector<float>.One / (Vector<float>.One + 0.2316419f * Vector.Abs(x));
        Vector<float> series = new(1.330274429f);
        series = series * t + new Vector<float>(-1.821255978f);
        series = series * t + new Vector<float>(1.781477937f);
        series = series * t + new Vector<float>(-0.356563782f);
        series = series * t + new Vector<float>(0.319381530f);
        Vector<float> upperTail = Density(x) * series * t;
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), upperTail, Vector<float>.One - upperTail);
    }
}
