using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>What lies in either of two shapes.</summary>
internal readonly record struct Union<TFirst, TSecond>(TFirst First, TSecond Second) : IShape
    where TFirst : struct, IShape
    where TSecond : struct, IShape
{
    public Vector2 Centre => (Low + High) / 2;

    public Vector2 Reach => (High - Low) / 2;

    private Vector2 Low => Vector2.Min(First.Centre - First.Reach, Second.Centre - Second.Reach);

    private Vector2 High => Vector2.Max(First.Centre + First.Reach, Second.Centre + Second.Reach);

    public float Distance(Vector2 point) => Math.Min(First.Distance(point), Second.Distance(point));
}
