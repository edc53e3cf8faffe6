using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>A shape with another cut out of it.</summary>
internal readonly record struct Difference<TShape, TCut>(TShape Shape, TCut Cut) : IShape
    where TShape : struct, IShape
    where TCut : struct, IShape
{
    public Vector2 Centre => Shape.Centre;

    public Vector2 Reach => Shape.Reach;

    public float Distance(Vector2 point) => Math.Max(Shape.Distance(point), -Cut.Distance(point));
}
