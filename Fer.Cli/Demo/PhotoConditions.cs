using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>How a picture is taken: where the head is in it, how it is lit, and what the camera does to it.</summary>
internal readonly record struct PhotoConditions
{
    private PhotoConditions(ref RandomGenerator random)
    {
        Scale = random.Between(18.5f, 22.5f);
        Centre = new Vector2(24 + random.Around(3.5f), 23f + random.Around(3f));
        HalfTiltTangent = random.Around(0.105f);
        Turn = random.Around(0.16f);
        Light = Vector3.Normalize(new Vector3(random.Around(1.1f), random.Between(-0.9f, 0.2f), 1));
        Background = random.Between(0.1f, 0.9f);
        BackgroundSlope = new Vector2(random.Around(0.3f), random.Around(0.3f));
        Gaze = new Vector2(random.Around(0.35f), random.Around(0.2f));
        Contrast = random.Between(0.8f, 1.2f);
        Brightness = random.Around(0.12f);
        Noise = random.Between(0.005f, 0.035f);
        Blur = random.Between(0f, 0.2f);
    }

    /// <summary>Pixels per face unit.</summary>
    public float Scale { get; }

    /// <summary>Where the origin of the face lies, in pixels.</summary>
    public Vector2 Centre { get; }

    /// <summary>The tangent of half the angle by which the head is tilted; the angle is at most 12 degrees either way.</summary>
    public float HalfTiltTangent { get; }

    /// <summary>How far a turn of the head moves the middle of the face sideways, in face units.</summary>
    public float Turn { get; }

    /// <summary>The direction to the light; z points to the camera.</summary>
    public Vector3 Light { get; }

    public float Background { get; }

    /// <summary>How much the background changes from one side of the picture to the other.</summary>
    public Vector2 BackgroundSlope { get; }

    /// <summary>Where the eyes look, -1 to 1 in each direction.</summary>
    public Vector2 Gaze { get; }

    public float Contrast { get; }

    public float Brightness { get; }

    /// <summary>The standard deviation of the noise, as a part of the range from black to white.</summary>
    public float Noise { get; }

    /// <summary>The weight of each neighbour in a row or column, 0 (sharp) to 0.2.</summary>
    public float Blur { get; }

    /// <summary>Conditions drawn at random.</summary>
    public static PhotoConditions Random(ref RandomGenerator random) => new(ref random);
}
