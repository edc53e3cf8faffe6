using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>Paints the hair behind the head and the hair that frames the face.</summary>
internal static class HairPainter
{
    private const int Strands = 7;

    /// <summary>Paints what hangs behind the head.</summary>
    public static void PaintBack(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        if (traits.Hair != HairStyle.Long)
            return;

        var mane = new Ellipse(new Vector2(0, 0.15f), new Vector2(traits.HeadWidth + 0.2f, 1.6f));
        canvas.Paint(mane, 0.85f * traits.HairTone, softness: 0.03f);
    }

    /// <summary>Paints what grows on the skull, down to the hair line.</summary>
    public static void PaintFront(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        if (traits.Hair == HairStyle.Bald)
            return;

        var crown = new Intersection<Ellipse, Ellipse>(
            new Ellipse(new Vector2(0, -0.15f), new Vector2(traits.HeadWidth + 0.1f, traits.HeadHeight + 0.08f)),
            traits.Hair == HairStyle.Long
                ? new Ellipse(Vector2.Zero, new Vector2(2, 2))
                : new Ellipse(new Vector2(0, -1.2f), new Vector2(2.2f, 1.2f)));
        var hair = new Difference<Intersection<Ellipse, Ellipse>, Ellipse>(crown, FaceOpening(face));
        canvas.Paint(hair, traits.HairTone, softness: 0.025f);
        PaintStrands(canvas, face, hair);
    }

    // What the hair leaves free: the wider the opening, the more of the temples shows.
    private static Ellipse FaceOpening(in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        (float hairLine, float width, float parting) = traits.Hair switch
        {
            HairStyle.Fringe => (traits.HairLine + 0.14f, 1.02f, 0),
            HairStyle.Receding => (traits.HairLine - 0.2f, 0.94f, 0.3f * traits.Parting),
            HairStyle.Long => (traits.HairLine - 0.05f, 0.86f, 0.6f * traits.Parting),
            _ => (traits.HairLine, 0.95f, traits.Parting),
        };
        const float Middle = 0.3f;
        float reach = (width * traits.HeadWidth) + (0.3f * Math.Abs(parting));
        return new Ellipse(face.At(parting, Middle), new Vector2(reach, Middle - hairLine));
    }

    private static void PaintStrands<THair>(FaceCanvas canvas, in DrawnFace face, THair hair)
        where THair : struct, IShape
    {
        FaceTraits traits = face.Traits;
        float lightSide = face.Conditions.Light.X;
        for (int i = 0; i < Strands; i++)
        {
            float side = (2f * i / (Strands - 1)) - 1;
            var root = new Vector2(traits.Parting + (0.25f * side), -traits.HeadHeight - 0.1f);
            var tip = new Vector2(1.15f * side * traits.HeadWidth, -0.1f - (0.5f * (1 - (side * side))));
            var bow = new Vector2(0.9f * side * traits.HeadWidth, -traits.HeadHeight + 0.15f);
            float factor = i % 2 == 0 ? 0.78f : 1.14f + (0.3f * side * lightSide);
            canvas.Shade(new Intersection<Stroke, THair>(new Stroke(root, bow, tip, 0.09f), hair), factor, softness: 0.04f);
        }
    }
}
