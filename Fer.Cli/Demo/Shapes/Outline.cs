using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>A line of some thickness along the edge of a shape.</summary>
internal readonly record struct Outline<TShape>(TShape Shape, float Thickness) : IShape
    where TShape : struct, IShape
{
    public Vector2 Centre => Shape.Centre;

    public Vector2 Reach => Shape.Reach + new Vector2(Thickness / 2);

    public float Distance(Vector2 point) => Math.Abs(Shape.Distance(point)) - (Thickness / 2);
}
