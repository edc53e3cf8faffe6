using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>Paints the mouth: lips, the line or opening between them, teeth and tongue, and the folds of the chin.</summary>
internal static class MouthPainter
{
    private const float SmallestOpening = 0.05f;

    /// <summary>Paints the mouth and what moves with it.</summary>
    public static void Paint(FaceCanvas canvas, in DrawnFace face)
    {
        Lens opening = Opening(face);
        PaintLips(canvas, face, opening);
        if (opening.Bottom - opening.Top > SmallestOpening)
            PaintOpening(canvas, face, opening);
        else
            PaintLine(canvas, face, opening);
        PaintCorners(canvas, face, opening);
        PaintChin(canvas, face, opening);
        if (face.Traits.HasMoustache)
            PaintMoustache(canvas, face, opening);
    }

    private static Lens Opening(in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        ActionUnits units = face.Units;
        float rounding = Math.Clamp(units.JawDrop - units.LipStretcher - units.LipCornerPuller, 0, 1);
        float halfWidth = traits.MouthWidth *
            (1 + (0.32f * units.LipCornerPuller) + (0.4f * units.LipStretcher) - (0.38f * rounding) - (0.1f * units.LipTightener));

        float corners = (-0.13f * units.LipCornerPuller) + (0.13f * units.LipCornerDepressor) + (0.05f * units.LipStretcher);
        float middle = traits.MouthCurve - corners + (0.04f * units.LipCornerPuller) -
            (0.09f * units.UpperLipRaiser) - (0.05f * units.ChinRaiser);
        float gap = (0.13f * units.LipsPart) + (0.4f * units.JawDrop * (1 - (0.4f * units.LipCornerPuller)));

        // A smile hangs its lower lip from a nearly fixed upper one; other mouths open both ways.
        float upward = 0.35f * (1 - Math.Min(1, units.LipCornerPuller));
        float top = middle - (upward * gap) - (0.05f * units.UpperLipRaiser * units.LipsPart);
        float bottom = middle + ((1 - upward) * gap) + (0.08f * units.LowerLipDepressor * units.LipsPart);
        return new Lens(
            face.At(0, face.MouthHeight + corners),
            halfWidth,
            top,
            bottom,
            Roundness: Math.Clamp(0.8f * (rounding + units.LipStretcher + (0.8f * units.LowerLipDepressor)), 0, 1));
    }

    private static void PaintLips(FaceCanvas canvas, in DrawnFace face, Lens opening)
    {
        float thickness = face.Traits.LipThickness * (1 - (0.65f * Math.Clamp(face.Units.LipTightener, 0, 1)));
        float upper = 0.8f * thickness * (1 - (0.4f * face.Units.LipCornerPuller));
        float lower = thickness * (1 + (0.4f * face.Units.ChinRaiser));
        Lens lips = opening with
        {
            HalfWidth = opening.HalfWidth + (0.3f * thickness),
            Top = opening.Top - upper,
            Bottom = opening.Bottom + lower,
            Roundness = Math.Max(0.3f, opening.Roundness),
        };
        canvas.Shade(lips, face.Traits.LipTone, softness: 0.015f);
        Vector2 highlight = opening.Centre + new Vector2(0, opening.Bottom + (0.55f * lower));
        canvas.Shade(new Ellipse(highlight, new Vector2(0.4f * opening.HalfWidth, 0.3f * lower)), 1.15f, softness: 0.03f);
    }

    private static void PaintOpening(FaceCanvas canvas, in DrawnFace face, Lens opening)
    {
        ActionUnits units = face.Units;
        canvas.Paint(opening, 0.05f);
        float gap = opening.Bottom - opening.Top;
        if (gap > 0.25f)
        {
            var tongue = new Ellipse(opening.Centre + new Vector2(0, opening.Bottom), new Vector2(0.6f * opening.HalfWidth, 0.25f * gap));
            canvas.Paint(new Intersection<Ellipse, Lens>(tongue, opening), 0.4f * face.Traits.SkinTone, opacity: 0.7f, softness: 0.03f);
        }

        Lens inside = opening with { HalfWidth = 0.94f * opening.HalfWidth };
        float teeth = 0.55f + (0.4f * face.Traits.SkinTone);
        float upperTeeth = (0.16f * units.LipCornerPuller) + (0.12f * units.UpperLipRaiser) + (0.07f * units.LipStretcher);
        if (upperTeeth > 0.03f)
            canvas.Paint(inside with { Bottom = Math.Min(opening.Bottom - 0.01f, opening.Top + upperTeeth + 0.02f) }, teeth);
        float lowerTeeth = (0.08f * units.LipStretcher) + (0.14f * units.LowerLipDepressor);
        if (lowerTeeth > 0.03f)
            canvas.Paint(inside with { Top = Math.Max(opening.Top + 0.01f, opening.Bottom - lowerTeeth - 0.02f) }, 0.92f * teeth);
    }

    private static void PaintLine(FaceCanvas canvas, in DrawnFace face, Lens opening)
    {
        Vector2 corner = new(opening.HalfWidth, 0);
        Stroke line = Stroke.Through(
            opening.Centre - corner,
            opening.Centre + new Vector2(0, (opening.Top + opening.Bottom) / 2),
            opening.Centre + corner,
            thickness: 0.06f,
            startTaper: 0.4f,
            endTaper: 0.4f);
        canvas.Paint(line, 0.22f * face.Traits.SkinTone, opacity: 0.9f);
    }

    private static void PaintCorners(FaceCanvas canvas, in DrawnFace face, Lens opening)
    {
        ActionUnits units = face.Units;
        float strength = 0.3f + (0.5f * units.LipCornerPuller) + (0.4f * units.LipCornerDepressor) + (0.3f * units.LipTightener);
        for (int side = -1; side <= 1; side += 2)
        {
            Vector2 corner = opening.Centre + new Vector2(side * (opening.HalfWidth + 0.02f), 0);
            canvas.Shade(new Ellipse(corner, new Vector2(0.05f, 0.05f)), DrawnFace.Fold(strength), softness: 0.03f);

            // Depressed corners draw a line down towards the chin.
            Vector2 start = corner + new Vector2(0, 0.03f);
            Vector2 end = corner + new Vector2(side * 0.05f, 0.19f);
            canvas.Shade(
                new Stroke(start, start + new Vector2(side * 0.05f, 0.06f), end, 0.045f, 0.3f, 0.8f),
                DrawnFace.Fold(0.7f * units.LipCornerDepressor));
        }
    }

    private static void PaintChin(FaceCanvas canvas, in DrawnFace face, Lens opening)
    {
        float y = opening.Bottom + face.Traits.LipThickness + 0.07f;
        Vector2 below = opening.Centre + new Vector2(0, y);
        float raised = face.Units.ChinRaiser;
        canvas.Shade(new Ellipse(below, new Vector2(0.2f, 0.03f)), 0.82f - (0.2f * raised), softness: 0.06f);
        canvas.Shade(new Ellipse(below + new Vector2(0, 0.15f), new Vector2(0.12f, 0.06f)), 1.05f + (0.1f * raised), softness: 0.06f);
    }

    private static void PaintMoustache(FaceCanvas canvas, in DrawnFace face, Lens opening)
    {
        float y = opening.Top - (0.5f * face.Traits.LipThickness) - 0.03f;
        Vector2 reach = new(0.85f * opening.HalfWidth, 0);
        Vector2 middle = opening.Centre + new Vector2(0, y);
        Vector2 droop = new(0, Math.Max(0.04f, -0.7f * opening.Top));
        canvas.Paint(
            Stroke.Through(middle - reach + droop, middle, middle + reach + droop, 0.12f, 0.6f, 0.6f),
            Math.Min(face.Traits.HairTone, 0.5f * face.Traits.SkinTone),
            opacity: 0.85f,
            softness: 0.03f);
    }
}
