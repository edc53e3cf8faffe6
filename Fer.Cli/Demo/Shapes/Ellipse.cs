using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>A filled ellipse along the axes.</summary>
internal readonly record struct Ellipse(Vector2 Centre, Vector2 Radii) : IShape
{
    public Vector2 Reach => Radii;

    public float Distance(Vector2 point)
    {
        // The implicit function over its gradient: the first-order distance of Taubin, 1991.
        Vector2 scaled = (point - Centre) / Radii;
        float radius = scaled.Length();
        float gradient = (scaled / Radii).Length();
        return gradient < 1e-6f ? -Math.Min(Radii.X, Radii.Y) : radius * (radius - 1) / gradient;
    }
}
