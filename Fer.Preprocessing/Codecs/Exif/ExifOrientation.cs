namespace Fer.Preprocessing;

/// <summary>How the stored picture is to be turned and mirrored to stand upright (EXIF 2.32, tag 0x0112, with its values).</summary>
internal enum ExifOrientation
{
    Upright = 1,
    MirroredHorizontally = 2,
    UpsideDown = 3,
    MirroredVertically = 4,
    Transposed = 5,
    ToBeTurnedClockwise = 6,
    Transversed = 7,
    ToBeTurnedCounterclockwise = 8,
}
