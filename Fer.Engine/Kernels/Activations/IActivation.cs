using System.Numerics;

namespace Fer.Engine;

/// <summary>A function of one value and its derivative, a register at a time; a type argument, so that loops inline it.</summary>
internal interface IActivation
{
    Vector<float> Value(Vector<float> x);

    Vector<float> Derivative(Vector<float> x);
}
