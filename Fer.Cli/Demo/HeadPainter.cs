using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>Paints the background, the head and the hair.</summary>
internal static class HeadPainter
{
    /// <summary>Paints the background and the head without the features of its face.</summary>
    public static void Paint(FaceCanvas canvas, in DrawnFace face)
    {
        canvas.Fill(face.Conditions.Background, face.Conditions.BackgroundSlope);
        PaintBackHair(canvas, face);
        PaintNeckAndEars(canvas, face);
        PaintSkull(canvas, face);
        PaintCheeks(canvas, face);
        if (face.Traits.HasBeard)
            PaintBeard(canvas, face);
    }

    /// <summary>Paints the hair that frames the face or falls into it.</summary>
    public static void PaintFrontHair(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        if (traits.Hair == HairStyle.Bald)
            return;

        float lowest = traits.Hair switch
        {
            HairStyle.Fringe => traits.HairLine + 0.17f,
            HairStyle.Receding => traits.HairLine - 0.2f,
            _ => traits.HairLine,
        };
        var hair = new Ellipse(new Vector2(0.5f * face.Conditions.Turn, -0.1f), new Vector2(traits.HeadWidth + 0.1f, traits.HeadHeight + 0.1f));
        float sides = traits.Hair == HairStyle.Long ? 0.84f : 0.97f;
        var opening = new Ellipse(
            face.At(traits.Hair == HairStyle.Fringe ? 0 : traits.Parting, 0.6f),
            new Vector2(sides * traits.HeadWidth + (0.5f * Math.Abs(traits.Parting)), 0.6f - lowest));
        canvas.Shade(new Outline<Ellipse>(opening, 0.1f), 0.85f, softness: 0.08f);
        if (traits.Hair == HairStyle.Long)
        {
            canvas.Paint(new Difference<Ellipse, Ellipse>(hair, opening), traits.HairTone, softness: 0.02f);
        }
        else
        {
            var crown = new Intersection<Ellipse, Ellipse>(hair, new Ellipse(new Vector2(0, -1.15f), new Vector2(1.4f, 1.1f)));
            canvas.Paint(
                new Difference<Intersection<Ellipse, Ellipse>, Ellipse>(crown, opening), traits.HairTone, softness: 0.03f);
        }

        Vector3 light = face.Conditions.Light;
        canvas.Shade(new Ellipse(new Vector2(0.6f * light.X, -1.1f), new Vector2(0.35f, 0.12f)), 1.35f, softness: 0.15f);
    }

    private static void PaintBackHair(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        if (traits.Hair != HairStyle.Long)
            return;

        canvas.Paint(new Ellipse(new Vector2(0, 0.15f), new Vector2(traits.HeadWidth + 0.22f, 1.6f)), 0.85f * traits.HairTone, softness: 0.03f);
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
            canvas.PaintBall(ear, 0.9f * traits.SkinTone, face.Conditions.Light);
            canvas.Shade(new Ellipse(ear.Centre, new Vector2(0.05f, 0.14f)), 0.7f, softness: 0.04f);
        }
    }

    private static void PaintSkull(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        Vector3 light = face.Conditions.Light;
        float jawDrop = 0.12f * face.Units.JawDrop;
        var jaw = new Ellipse(new Vector2(0.4f * face.Conditions.Turn, 0.5f + jawDrop), new Vector2(traits.JawWidth, traits.HeadHeight - 0.52f));
        canvas.PaintBall(jaw, traits.SkinTone, light);

        // The upper head reaches down to the mouth; its lower edge is hidden by painting both as one ball.
        var head = new Ellipse(Vector2.Zero, new Vector2(traits.HeadWidth, traits.HeadHeight));
        canvas.PaintBall(head, traits.SkinTone, light);
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
