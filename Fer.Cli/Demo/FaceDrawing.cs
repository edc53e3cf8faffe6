namespace Fer.Cli.Demo;

/// <summary>
/// Draws faces that show an expression, for trying the program out without pictures of people. Brows, lids, nose and mouth are
/// moved by facial action units (<see cref="ActionUnits"/>); person, pose, light and camera are drawn at random.
/// </summary>
public static class FaceDrawing
{
    /// <summary>Draws a face: 48x48, grey, as FER2013's pictures are.</summary>
    /// <param name="expression">What the face shows, more or less strongly.</param>
    /// <param name="random">Decides everything else; equal streams give equal pictures, and the same person with each expression.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the seven expressions.</exception>
    public static Image Draw(Expression expression, ref RandomGenerator random)
    {
        // Person and photograph come first, so the same stream shows the same person with each expression.
        FaceTraits traits = FaceTraits.Random(ref random);
        PhotoConditions conditions = PhotoConditions.Random(ref random);
        var face = new DrawnFace(traits, ActionUnits.Of(expression, ref random), conditions);
        var canvas = new FaceCanvas(face.Conditions);
        HeadPainter.Paint(canvas, face);
        EyePainter.Paint(canvas, face);
        NosePainter.Paint(canvas, face);
        MouthPainter.Paint(canvas, face);
        HairPainter.PaintFront(canvas, face);
        BrowPainter.Paint(canvas, face);
        if (face.Traits.HasGlasses)
            EyePainter.PaintGlasses(canvas, face);
        return canvas.ToImage(face.Conditions, ref random);
    }
}
