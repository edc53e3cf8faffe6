using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.Processing;

namespace Fer.ImageSharp;

/// <summary>How a stored picture is turned, then mirrored, to stand upright.</summary>
internal readonly record struct Orientation(RotateMode Rotation, FlipMode Mirroring)
{
    public bool IsUpright => this == default;

    /// <summary>Whether width and height change places.</summary>
    public bool SwapsSides => Rotation is RotateMode.Rotate90 or RotateMode.Rotate270;

    /// <summary>Reads the tag 0x0112 (EXIF 2.32, 4.6.4); upright where it is missing or has no meaning.</summary>
    public static Orientation Read(ExifProfile? exif)
    {
        IExifValue<ushort>? value = null;
        exif?.TryGetValue(ExifTag.Orientation, out value);
        return value?.Value switch
        {
            2 => new(RotateMode.None, FlipMode.Horizontal),
            3 => new(RotateMode.Rotate180, FlipMode.None),
            4 => new(RotateMode.None, FlipMode.Vertical),
            5 => new(RotateMode.Rotate90, FlipMode.Horizontal),
            6 => new(RotateMode.Rotate90, FlipMode.None),
            7 => new(RotateMode.Rotate270, FlipMode.Horizontal),
            8 => new(RotateMode.Rotate270, FlipMode.None),
            _ => default,
        };
    }
}
