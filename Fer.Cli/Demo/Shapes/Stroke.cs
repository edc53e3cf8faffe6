using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>A brush stroke along a quadratic Bézier curve that bends gently.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Control">The control point.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Thickness">The thickness half way.</param>
/// <param name="StartTaper">How much thinner the start is: 0 (not at all) to 1 (a point).</param>
/// <param name="EndTaper">How much thinner the end is: 0 (not at all) to 1 (a point).</param>
internal readonly record struct Stroke(
    Vector2 Start, Vector2 Control, Vector2 End, float Thickness, float StartTaper = 0.5f, float EndTaper = 0.5f) : IShape
{
    private const int NewtonSteps = 2;

    public Vector2 Centre => (Vector2.Min(Vector2.Min(Start, End), Control) + Vector2.Max(Vector2.Max(Start, End), Control)) / 2;

    public Vector2 Reach =>
        ((Vector2.Max(Vector2.Max(Start, End), Control) - Vector2.Min(Vector2.Min(Start, End), Control)) / 2) + new Vector2(Thickness / 2);

    /// <summary>A stroke through three points, the middle one half way along it.</summary>
    public static Stroke Through(
        Vector2 start, Vector2 middle, Vector2 end, float thickness, float startTaper = 0.5f, float endTaper = 0.5f) =>
        new(start, (2 * middle) - ((start + end) / 2), end, thickness, startTaper, endTaper);

    public float Distance(Vector2 point)
    {
        float t = NearestParameter(point);
        float fromMiddle = (2 * t) - 1;
        float taper = fromMiddle < 0 ? StartTaper : EndTaper;
        float thickness = Thickness * (1 - (taper * fromMiddle * fromMiddle));
        return (At(t) - point).Length() - (thickness / 2);
    }

    private Vector2 At(float t)
    {
        float s = 1 - t;
        return (s * s * Start) + (2 * s * t * Control) + (t * t * End);
    }

    // The foot of the perpendicular on the chord, then Newton's method on the derivative of the squared distance.
    private float NearestParameter(Vector2 point)
    {
        Vector2 chord = End - Start;
        Vector2 bend = 2 * (Start - (2 * Control) + End);
        float t = Math.Clamp(Vector2.Dot(point - Start, chord) / Math.Max(chord.LengthSquared(), 1e-6f), 0, 1);
        for (int step = 0; step < NewtonSteps; step++)
        {
            Vector2 offset = At(t) - point;
            Vector2 tangent = (2 * (Control - Start)) + (t * bend);
            float curvature = tangent.LengthSquared() + Vector2.Dot(offset, bend);
            if (curvature <= 1e-6f)
                break;
            t = Math.Clamp(t - (Vector2.Dot(offset, tangent) / curvature), 0, 1);
        }

        return t;
    }
}
