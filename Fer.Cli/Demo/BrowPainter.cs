namespace Fer.Cli.Demo;

/// <summary>Paints the eyebrows and the folds that they raise on the forehead.</summary>
internal static class BrowPainter
{
    /// <summary>Paints both brows and the forehead's folds.</summary>
    public static void Paint(FaceCanvas canvas, in DrawnFace face)
    {
        PaintFrown(canvas, face);
        PaintForehead(canvas, face);
        PaintBrow(canvas, face, side: -1);
        PaintBrow(canvas, face, side: 1);
    }

    private static void PaintBrow(FaceCanvas canvas, in DrawnFace face, int side)
    {
        FaceTraits traits = face.Traits;
        ActionUnits units = face.Units;
        float rest = traits.EyeHeight - traits.BrowHeight;

        // Raised inner brows overcome most of the lowering, which then only draws them together.
        float lowered = units.BrowLowerer * (1 - (0.8f * Math.Clamp(units.InnerBrowRaiser, 0, 1)));
        float inner = rest + traits.BrowSlant - (0.19f * units.InnerBrowRaiser) + (0.17f * lowered) + (0.06f * units.NoseWrinkler);
        float middle = rest - traits.BrowArch - (0.07f * units.InnerBrowRaiser) - (0.16f * units.OuterBrowRaiser) + (0.1f * lowered);
        float outer = rest + 0.05f - (0.13f * units.OuterBrowRaiser) + (0.05f * units.InnerBrowRaiser * (1 - units.OuterBrowRaiser));
        float together = 0.07f * units.BrowLowerer;

        Stroke brow = Stroke.Through(
            face.At(side * (0.2f - together), inner),
            face.At(side * (0.46f - (0.5f * together)), middle),
            face.At(side * 0.74f, outer),
            traits.BrowThickness + 0.02f,
            startTaper: 0.15f,
            endTaper: 0.75f);
        canvas.Paint(brow, traits.BrowTone, opacity: 0.9f, softness: 0.015f);
    }

    private static void PaintFrown(FaceCanvas canvas, in DrawnFace face)
    {
        float strength = (0.95f * face.Units.BrowLowerer) + (0.1f * face.Traits.Age);
        float y = face.Traits.EyeHeight - (0.7f * face.Traits.BrowHeight) - (0.1f * face.Units.InnerBrowRaiser);
        for (int side = -1; side <= 1; side += 2)
        {
            var line = new Stroke(face.At(side * 0.08f, y - 0.12f), face.At(side * 0.06f, y), face.At(side * 0.09f, y + 0.1f), 0.045f);
            canvas.Shade(line, DrawnFace.Fold(strength));
        }
    }

    private static void PaintForehead(FaceCanvas canvas, in DrawnFace face)
    {
        // Raised inner brows fold the middle of the forehead, wholly raised ones all of it.
        float inner = face.Units.InnerBrowRaiser;
        float whole = face.Units.OuterBrowRaiser;
        float strength = (inner * (0.45f + (0.4f * face.Traits.Age))) + (0.12f * face.Traits.Age);
        float reach = 0.22f + (0.28f * whole);
        float y = face.Traits.EyeHeight - face.Traits.BrowHeight - 0.2f - (0.1f * inner);
        for (int line = 0; line < 2; line++)
        {
            float height = y - (0.13f * line);
            float bend = 0.04f * (1 - whole) - (0.03f * whole);
            canvas.Shade(
                Stroke.Through(face.At(-reach, height), face.At(0, height + bend), face.At(reach, height), 0.04f, 0.8f, 0.8f),
                DrawnFace.Fold(strength * (1 - (0.3f * line))));
        }
    }
}
