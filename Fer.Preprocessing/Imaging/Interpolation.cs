namespace Fer.Preprocessing;

/// <summary>How a resized picture's pixels are made of the original's.</summary>
public enum Interpolation
{
    /// <summary>Between the four nearest pixels, as OpenCV's <c>INTER_LINEAR</c>. For enlarging, and for slight shrinking.</summary>
    Bilinear,

    /// <summary>
    /// The mean over the area that a pixel covers, as OpenCV's <c>INTER_AREA</c>. For shrinking; where the picture grows in
    /// either direction, a bilinear method that keeps areas sharp.
    /// </summary>
    Area,
}
