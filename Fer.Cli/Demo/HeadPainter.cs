using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>Paints the background, the head, the ears and the beard.</summary>
internal static class HeadPainter
{
    /// <summary>Paints the background and the head without the features of its face.</summary>
    public static void Paint(FaceCanvas canvas, in DrawnFace face)
    {
        canvas.Fill(face.Conditions.Background, face.Conditions.BackgroundSlope);
        HairPainter.PaintBack(canvas, face);
        PaintNeckAndEars(canvas, face);
        PaintSkull(canvas, face);
        PaintCheeks(canvas, face);
        if (face.Traits.HasBeard)
            PaintBeard(canvas, face);
    }

    private static void PaintNeckAndEars(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        canvas.Paint(new Ellipse(new Vector2(0, 1.5f), new Vector2(0.6f, 0.9f)), 0.62f * traits.SkinTone);
        if (traits.Hair == HairStyle.Long)
            return;

        for (int side = -1; side <= 1; side += 2)
        {
            var ear = new Ellipse(new Vector2(side * (traits.HeadWidth + 0.02f), 0), new Vector2(0.13f, 0.27f));
            canvas.PaintBall(ear, ear, 0.9f * traits.SkinTone, face.Conditions.Light);
            canvas.Shade(new Ellipse(ear.Centre, new Vector2(0.05f, 0.14f)), 0.7f, softness: 0.04f);
        }
    }

    private static void PaintSkull(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        var skull = new Ellipse(new Vector2(0, -0.25f), new Vector2(traits.HeadWidth, traits.HeadHeight - 0.2f));
        float chin = traits.HeadHeight + (0.1f * face.Units.JawDrop);
        var jaw = new Ellipse(new Vector2(0.5f * face.Conditions.Turn, 0.3f), new Vector2(traits.JawWidth, chin - 0.3f));
        var ball = new Ellipse(Vector2.Zero, new Vector2(traits.HeadWidth, chin));
        canvas.PaintBall(new Union<Ellipse, Ellipse>(skull, jaw), ball, traits.SkinTone, face.Conditions.Light);
    }

    private static void PaintCheeks(FaceCanvas canvas, in DrawnFace face)
    {
        float raised = face.Units.CheekRaiser;
        for (int side = -1; side <= 1; side += 2)
        {
            // The cheek's hollow shows the shape of the jaw; a raised cheek bulges below the eye.
            canvas.Shade(new Ellipse(face.At(side * 0.78f, 0.6f), new Vector2(0.12f, 0.3f)), 0.86f, softness: 0.15f);
            canvas.Shade(
                new Ellipse(face.At(side * 0.52f, 0.2f - (0.08f * raised)), new Vector2(0.16f, 0.1f)),
                1.05f + (0.12f * raised),
                softness: 0.1f);
        }

        var chin = new Ellipse(face.At(0, face.Traits.HeadHeight - 0.2f), new Vector2(0.18f, 0.08f));
        canvas.Shade(chin, 1.06f, softness: 0.1f);
    }

    private static void PaintBeard(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        var jaw = new Ellipse(Vector2.Zero, new Vector2(traits.HeadWidth, traits.HeadHeight + 0.03f));
        var cheeks = new Ellipse(face.At(0, 0.1f), new Vector2(0.9f * traits.HeadWidth, 0.62f));
        var lower = new Intersection<Ellipse, Ellipse>(new Ellipse(new Vector2(0, 1.0f), new Vector2(1.2f, 0.85f)), jaw);
        canvas.Paint(
            new Difference<Intersection<Ellipse, Ellipse>, Ellipse>(lower, cheeks),
            Math.Min(traits.HairTone, 0.7f * traits.SkinTone),
            opacity: 0.8f,
            softness: 0.06f);
    }
}
