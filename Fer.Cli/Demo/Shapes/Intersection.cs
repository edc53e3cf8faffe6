using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>What two shapes have in common.</summary>
internal readonly record struct Intersection<TFirst, TSecond>(TFirst First, TSecond Second) : IShape
    where TFirst : struct, IShape
    where TSecond : struct, IShape
{
    public Vector2 Centre => First.Centre;

    public Vector2 Reach => First.Reach;

    public float Distance(Vector2 point) => Math.Max(First.Distance(point), Second.Distance(point));
}
