namespace Fer.Cli.Demo;

/// <summary>
/// Draws faces that show an expression, for trying the program out without pictures of people. Brows, lids, nose and mouth are
/// moved by facial action units (<see cref="ActionUnits"/>); person, pose, light and camera are drawn at random.
/// </summary>
public static class FaceDrawing
{
    /// <summary>Draws a face: 48x48, grey, as FER2013's pictures are.</summary>
    /// <param name="expression">What the face shows, more or less strongly.</param>
    /// <param name="random">Decides everything else; equal streams give equal pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the seven expressions.</exception>
    public static Image Draw(Expression expression, ref RandomGenerator random)
    {
        var face = new DrawnFace(
            FaceTraits.Random(ref random), ActionUnits.Of(expression, ref random), PhotoConditions.Random(ref random));
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
