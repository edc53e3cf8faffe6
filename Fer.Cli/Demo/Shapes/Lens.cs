using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>What lies between two arcs that meet in two corners: the opening of an eye or a mouth.</summary>
/// <param name="Centre">The point half way between the corners.</param>
/// <param name="HalfWidth">From there to each corner.</param>
/// <param name="Top">Where the middle of the upper arc lies below (positive) or above the centre.</param>
/// <param name="Bottom">Where the middle of the lower arc lies below (positive) or above the centre.</param>
/// <param name="Slope">How much the line from corner to corner falls to the right.</param>
/// <param name="Roundness">From 0, parabolas with sharp corners, to 1, half ellipses.</param>
internal readonly record struct Lens(Vector2 Centre, float HalfWidth, float Top, float Bottom, float Slope = 0, float Roundness = 0)
    : IShape
{
    public Vector2 Reach => new(HalfWidth, Math.Max(Math.Abs(Top), Math.Abs(Bottom)) + (Math.Abs(Slope) * HalfWidth));

    public float Distance(Vector2 point)
    {
        Vector2 offset = point - Centre;
        float x = Math.Clamp(offset.X / HalfWidth, -1, 1);
        float y = offset.Y - (Slope * offset.X);
        float parabola = 1 - (x * x);
        float arc = parabola + (Roundness * (MathF.Sqrt(parabola) - parabola));
        float above = ((Top * arc) - y) / Steepness(Top, x);
        float below = (y - (Bottom * arc)) / Steepness(Bottom, x);
        return Math.Max(Math.Max(above, below), Math.Abs(offset.X) - HalfWidth);
    }

    // A vertical distance over the length of the gradient is nearly the distance to the arc.
    private float Steepness(float height, float x)
    {
        float slope = 2 * height * x / HalfWidth;
        return MathF.Sqrt(1 + (slope * slope));
    }
}
