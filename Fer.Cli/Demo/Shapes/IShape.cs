using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>A shape given by its signed distance, as in Hart, "Sphere tracing", 1996: negative inside, positive outside.</summary>
internal interface IShape
{
    /// <summary>The middle of a box that holds the shape.</summary>
    Vector2 Centre { get; }

    /// <summary>Half the width and height of that box.</summary>
    Vector2 Reach { get; }

    /// <summary>The distance from a point to the edge, exact or, near the edge, nearly so.</summary>
    float Distance(Vector2 point);
}
