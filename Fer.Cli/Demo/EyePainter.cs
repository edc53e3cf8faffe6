using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>Paints the eyes with their lids and what surrounds them, and glasses.</summary>
internal static class EyePainter
{
    private const float IrisRadius = 0.125f;

    /// <summary>Paints both eyes.</summary>
    public static void Paint(FaceCanvas canvas, in DrawnFace face)
    {
        PaintEye(canvas, face, side: -1);
        PaintEye(canvas, face, side: 1);
    }

    /// <summary>Paints a pair of glasses.</summary>
    public static void PaintGlasses(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        for (int side = -1; side <= 1; side += 2)
        {
            var glass = new Ellipse(face.At(side * (traits.EyeSpacing + 0.02f), traits.EyeHeight + 0.04f), new Vector2(0.34f, 0.27f));
            canvas.Paint(new Outline<Ellipse>(glass, 0.055f), 0.08f, opacity: 0.85f);
            Vector2 low = glass.Centre + new Vector2(-0.2f, 0.05f);
            Vector2 high = glass.Centre + new Vector2(-0.05f, -0.15f);
            canvas.Shade(new Stroke(low, glass.Centre, high, 0.04f), 1.2f);
            Vector2 hinge = glass.Centre + new Vector2(side * 0.34f, -0.04f);
            Vector2 ear = new(side * traits.HeadWidth, traits.EyeHeight);
            canvas.Paint(new Stroke(hinge, (hinge + ear) / 2, ear, 0.05f, 0, 0), 0.08f, opacity: 0.7f);
        }

        Stroke bridge = new(
            face.At(-0.12f, traits.EyeHeight), face.At(0, traits.EyeHeight - 0.05f), face.At(0.12f, traits.EyeHeight), 0.05f, 0, 0);
        canvas.Paint(bridge, 0.08f, opacity: 0.85f);
    }

    private static void PaintEye(FaceCanvas canvas, in DrawnFace face, int side)
    {
        Lens eye = Opening(face, side);
        PaintSocket(canvas, face, eye, side);
        canvas.Paint(eye, 0.35f + (0.6f * face.Traits.SkinTone));
        PaintIris(canvas, face, eye);
        PaintLids(canvas, face, eye, side);
        PaintFolds(canvas, face, eye, side);
    }

    private static Lens Opening(in DrawnFace face, int side)
    {
        FaceTraits traits = face.Traits;
        ActionUnits units = face.Units;
        float upper = 0.135f * traits.EyeOpening *
            (1 + (0.95f * units.UpperLidRaiser) - (0.3f * units.CheekRaiser) - (0.4f * units.LidTightener));
        float lower = 0.085f * traits.EyeOpening *
            (1 + (0.4f * units.UpperLidRaiser) - (0.75f * units.CheekRaiser) - (0.55f * units.LidTightener));

        // Sad eyes: the raised inner brow draws the lid up inside, and it droops outside.
        float droop = Math.Max(0, units.InnerBrowRaiser - units.OuterBrowRaiser - (0.5f * units.UpperLidRaiser));
        upper *= 1 - (0.25f * droop);
        float slope = side * (traits.EyeSlant + (0.22f * droop) - (0.12f * units.BrowLowerer * (1 - droop)));
        return new Lens(
            face.At(side * traits.EyeSpacing, traits.EyeHeight - (0.02f * units.UpperLidRaiser)),
            traits.EyeWidth * (1 + (0.05f * units.UpperLidRaiser)),
            -Math.Max(0.02f, upper),
            Math.Max(0.01f, lower),
            slope,
            Roundness: 0.3f + (0.5f * units.UpperLidRaiser));
    }

    private static void PaintSocket(FaceCanvas canvas, in DrawnFace face, Lens eye, int side)
    {
        Vector2 inner = eye.Centre + new Vector2(-side * 0.12f, -0.1f);
        canvas.Shade(new Ellipse(inner, new Vector2(0.2f, 0.16f)), 0.85f - (0.12f * face.Units.BrowLowerer), softness: 0.14f);
    }

    private static void PaintIris(FaceCanvas canvas, in DrawnFace face, Lens eye)
    {
        Vector2 gaze = face.Conditions.Gaze * new Vector2(0.16f, 0.08f);
        Vector2 centre = eye.Centre + gaze + new Vector2(0, 0.4f * (eye.Top + eye.Bottom) - 0.005f);
        var iris = new Ellipse(centre, new Vector2(IrisRadius));
        var pupil = new Ellipse(centre, new Vector2(0.5f * IrisRadius));
        var glint = new Ellipse(centre + (0.05f * new Vector2(face.Conditions.Light.X, -0.7f)), new Vector2(0.03f));
        canvas.Paint(new Intersection<Ellipse, Lens>(iris, eye), face.Traits.IrisTone);
        canvas.Paint(new Intersection<Ellipse, Lens>(pupil, eye), 0.02f);
        canvas.Paint(new Intersection<Ellipse, Lens>(glint, eye), 0.95f, opacity: 0.8f);
    }

    private static void PaintLids(FaceCanvas canvas, in DrawnFace face, Lens eye, int side)
    {
        Vector2 corner = new(eye.HalfWidth, eye.Slope * eye.HalfWidth);
        Vector2 left = eye.Centre - corner;
        Vector2 right = eye.Centre + corner;
        Stroke upper = Stroke.Through(left, eye.Centre + new Vector2(0, eye.Top), right, 0.06f, 0.4f, 0.4f);
        Stroke lower = Stroke.Through(left, eye.Centre + new Vector2(0, eye.Bottom), right, 0.035f);
        canvas.Paint(upper, 0.25f * face.Traits.SkinTone, opacity: 0.9f);
        canvas.Shade(lower, 0.72f);

        // The crease of the upper lid follows the lid and vanishes beneath a lowered brow.
        float crease = 0.45f * (1 - (0.7f * face.Units.BrowLowerer)) + (0.3f * face.Units.UpperLidRaiser);
        var lift = new Vector2(0, -0.075f);
        Stroke fold = Stroke.Through(left + lift, eye.Centre + new Vector2(0, eye.Top) + lift, right + lift, 0.04f, 0.8f, 0.8f);
        canvas.Shade(fold, DrawnFace.Fold(crease));

        Vector2 outer = side < 0 ? left : right;
        float crowsFeet = (0.8f * face.Units.CheekRaiser * (0.5f + (0.5f * face.Traits.Age))) - 0.1f;
        if (crowsFeet > 0)
        {
            for (int line = -1; line <= 1; line += 2)
            {
                Vector2 start = outer + new Vector2(side * 0.05f, line * 0.03f);
                Vector2 end = outer + new Vector2(side * 0.2f, line * 0.1f);
                canvas.Shade(new Stroke(start, (start + end) / 2, end, 0.03f), DrawnFace.Fold(crowsFeet));
            }
        }
    }

    private static void PaintFolds(FaceCanvas canvas, in DrawnFace face, Lens eye, int side)
    {
        float strength = (0.25f * face.Traits.Age) + (0.45f * face.Units.CheekRaiser) + (0.4f * face.Units.LidTightener);
        Vector2 below = eye.Centre + new Vector2(0, eye.Bottom + 0.1f);
        Vector2 reach = new(0.8f * eye.HalfWidth, eye.Slope * eye.HalfWidth);
        canvas.Shade(
            Stroke.Through(below - reach - new Vector2(0, 0.03f), below, below + reach - new Vector2(0, 0.03f), 0.045f, 0.7f, 0.7f),
            DrawnFace.Fold(strength),
            softness: 0.02f);

        // The hollow between nose and eye.
        Vector2 hollow = eye.Centre + new Vector2(-side * 0.22f, 0.05f);
        canvas.Shade(new Ellipse(hollow, new Vector2(0.05f, 0.08f)), 0.88f, softness: 0.05f);
    }
}
