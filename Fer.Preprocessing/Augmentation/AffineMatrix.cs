namespace Fer.Preprocessing;

/// <summary>Maps a point: <c>x' = M11 x + M12 y + M13, y' = M21 x + M22 y + M23</c>.</summary>
internal readonly record struct AffineMatrix(double M11, double M12, double M13, double M21, double M22, double M23)
{
    /// <summary>Rotates about a point, anticlockwise where y points down; OpenCV's getRotationMatrix2D at scale 1.</summary>
    public static AffineMatrix Rotation(double centerX, double centerY, double degrees)
    {
        double angle = degrees * (Math.PI / 180);
        double cos = Math.Cos(angle);
        double sin = Math.Sin(angle);
        return new AffineMatrix(
            cos, sin, ((1 - cos) * centerX) - (sin * centerY),
            -sin, cos, (sin * centerX) + ((1 - cos) * centerY));
    }

    /// <summary>The way back; a matrix without one gives one that maps all to the origin, as in OpenCV.</summary>
    public AffineMatrix Inverse()
    {
        double determinant = (M11 * M22) - (M12 * M21);
        double scale = determinant != 0 ? 1 / determinant : 0;
        double i11 = M22 * scale;
        double i12 = -M12 * scale;
        double i21 = -M21 * scale;
        double i22 = M11 * scale;
        return new AffineMatrix(
            i11, i12, (-i11 * M13) - (i12 * M23),
            i21, i22, (-i21 * M13) - (i22 * M23));
    }
}
