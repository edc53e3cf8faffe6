using System.Numerics;

namespace Fer.Engine;

/// <summary>x * hardsigmoid(x); at the kinks -3 and 3 the derivative from within, as PyTorch has it.</summary>
internal readonly struct HardSwishActivation : IActivation
{
    public Vector<float> Value(Vector<float> x) => x * HardSigmoidActivation.HardSigmoid(x);

    public Vector<float> Derivative(Vector<float> x)
    {
        Vector<float> within = x * (1f / 3) + new Vector<float>(0.5f);
        Vector<float> upper = Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(3)), Vector<float>.One, within);
        return Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(-3)), Vector<float>.Zero, upper);
    }
}
