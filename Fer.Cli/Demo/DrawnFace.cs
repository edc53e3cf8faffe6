using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>One face to draw: whose it is, what its muscles do, and how it is photographed.</summary>
internal readonly record struct DrawnFace(FaceTraits Traits, ActionUnits Units, PhotoConditions Conditions)
{
    /// <summary>The corners between the lips and the middle between them, with the mouth closed.</summary>
    public float MouthHeight => Traits.MouthHeight + (0.05f * Units.JawDrop) - (0.03f * Units.UpperLipRaiser);

    /// <summary>Where a point of a face seen from the front lies when the head is turned.</summary>
    public Vector2 At(float x, float y) => new(x + (Conditions.Turn * (1 - (0.6f * x * x))), y);

    /// <summary>The factor that darkens the skin along a fold: 1 is no fold.</summary>
    /// <param name="strength">How deep the fold is, from 0 to 1.</param>
    public static float Fold(float strength) => 1 - (0.55f * Math.Clamp(strength, 0, 1));
}
