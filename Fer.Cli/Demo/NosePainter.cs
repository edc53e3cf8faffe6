using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>Paints the nose, its wrinkles and the folds that run from it to the mouth.</summary>
internal static class NosePainter
{
    /// <summary>Paints the nose and the folds beside it.</summary>
    public static void Paint(FaceCanvas canvas, in DrawnFace face)
    {
        FaceTraits traits = face.Traits;
        float wrinkled = face.Units.NoseWrinkler;
        float tip = traits.EyeHeight + traits.NoseLength - (0.06f * wrinkled);
        float width = traits.NoseWidth * (1 + (0.2f * wrinkled) + (0.12f * face.Units.LipCornerPuller));
        PaintBridge(canvas, face, tip);
        PaintTip(canvas, face, tip, width);
        PaintWrinkles(canvas, face);
        PaintNasolabialFolds(canvas, face, tip, width);
    }

    private static void PaintBridge(FaceCanvas canvas, in DrawnFace face, float tip)
    {
        float lightSide = face.Conditions.Light.X >= 0 ? 1 : -1;
        float top = face.Traits.EyeHeight - 0.1f;
        float turned = 0.3f * face.Conditions.Turn;
        Stroke ridge = new(face.At(0, top), face.At(0.7f * turned, 0), face.At(turned, tip - 0.05f), 0.08f, 0.5f, 0);
        canvas.Shade(ridge, 1.12f, softness: 0.05f);
        Stroke shadow = new(
            face.At(-lightSide * 0.1f, top), face.At(-lightSide * 0.08f, 0), face.At(-lightSide * 0.13f, tip - 0.03f), 0.07f, 0.4f, 0.2f);
        canvas.Shade(shadow, 0.78f, softness: 0.05f);
    }

    private static void PaintTip(FaceCanvas canvas, in DrawnFace face, float tip, float width)
    {
        float turned = 0.3f * face.Conditions.Turn;
        canvas.Shade(new Ellipse(face.At(turned, tip - 0.04f), new Vector2(0.07f, 0.06f)), 1.12f, softness: 0.05f);
        canvas.Shade(new Ellipse(face.At(turned, tip + 0.09f), new Vector2(width, 0.04f)), 0.82f, softness: 0.06f);
        for (int side = -1; side <= 1; side += 2)
        {
            var nostril = new Ellipse(face.At((side * 0.5f * width) + turned, tip + 0.05f), new Vector2(0.05f, 0.03f));
            canvas.Shade(nostril, 0.35f, softness: 0.015f);
            Stroke wing = new(
                face.At((side * 0.95f * width) + turned, tip - 0.08f),
                face.At((side * 1.3f * width) + turned, tip),
                face.At((side * 0.85f * width) + turned, tip + 0.06f),
                0.04f);
            canvas.Shade(wing, 0.68f);
        }
    }

    private static void PaintWrinkles(FaceCanvas canvas, in DrawnFace face)
    {
        float strength = 0.95f * face.Units.NoseWrinkler;
        if (strength <= 0)
            return;

        float top = face.Traits.EyeHeight + 0.02f;
        for (int line = 0; line < 2; line++)
        {
            float y = top + (0.11f * line);
            Stroke across = Stroke.Through(face.At(-0.13f, y + 0.03f), face.At(0, y - 0.02f), face.At(0.13f, y + 0.03f), 0.045f);
            canvas.Shade(across, DrawnFace.Fold(strength));
        }

        for (int side = -1; side <= 1; side += 2)
        {
            Stroke beside = new(face.At(side * 0.13f, top), face.At(side * 0.19f, top + 0.1f), face.At(side * 0.17f, top + 0.25f), 0.05f);
            canvas.Shade(beside, DrawnFace.Fold(0.9f * strength));
        }
    }

    private static void PaintNasolabialFolds(FaceCanvas canvas, in DrawnFace face, float tip, float width)
    {
        ActionUnits units = face.Units;
        float strength = (0.2f * face.Traits.Age) + (0.65f * units.LipCornerPuller) + (0.5f * units.UpperLipRaiser) +
            (0.4f * units.NoseWrinkler) + (0.3f * units.LipStretcher) + (0.15f * units.LipCornerDepressor);
        float reach = face.Traits.MouthWidth + 0.1f + (0.1f * units.LipCornerPuller) + (0.06f * units.LipStretcher) +
            (0.04f * units.UpperLipRaiser);
        float end = face.MouthHeight - (0.06f * units.LipCornerPuller) + (0.08f * units.UpperLipRaiser);
        for (int side = -1; side <= 1; side += 2)
        {
            Vector2 start = face.At(side * (width + 0.06f), tip - 0.02f - (0.05f * units.UpperLipRaiser));
            Vector2 stop = face.At(side * reach, end);
            Vector2 bulge = face.At(side * (reach - 0.02f), tip + 0.05f);
            canvas.Shade(new Stroke(start, bulge, stop, 0.05f, 0.3f, 0.7f), DrawnFace.Fold(strength), softness: 0.012f);
        }
    }
}
