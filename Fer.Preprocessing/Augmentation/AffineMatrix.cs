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

    /// <summary>
    /// Shears along x, then along y, scales, rotates (all about a point) and moves, in one map: torchvision's
    /// <c>functional.affine</c>.
    /// </summary>
    /// <param name="centerX">The point that all but the move leave in place.</param>
    /// <param name="centerY">The same, downwards.</param>
    /// <param name="degrees">The angle, clockwise where y points down.</param>
    /// <param name="translateX">The move to the right.</param>
    /// <param name="translateY">The move downwards.</param>
    /// <param name="scale">The magnification.</param>
    /// <param name="shearX">The angle in degrees by which vertical lines lean.</param>
    /// <param name="shearY">The angle in degrees by which horizontal lines lean.</param>
    public static AffineMatrix Affine(
        double centerX, double centerY, double degrees, double translateX, double translateY, double scale, double shearX, double shearY)
    {
        const double Radians = Math.PI / 180;
        double cos = scale * Math.Cos(degrees * Radians);
        double sin = scale * Math.Sin(degrees * Radians);
        double leanX = Math.Tan(shearX * Radians);
        double leanY = Math.Tan(shearY * Radians);
        double m11 = cos + (sin * leanY);
        double m21 = sin - (cos * leanY);
        double m12 = -sin - (m11 * leanX);
        double m22 = cos - (m21 * leanX);
        return new AffineMatrix(
            m11, m12, centerX + translateX - (m11 * centerX) - (m12 * centerY),
            m21, m22, centerY + translateY - (m21 * centerX) - (m22 * centerY));
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
