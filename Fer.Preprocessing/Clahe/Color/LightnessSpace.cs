namespace Fer.Preprocessing;

/// <summary>The colour space whose lightness is equalised in a colour picture, so that its hues stay.</summary>
public enum LightnessSpace
{
    /// <summary>CIE L*a*b* of sRGB under D65: L* follows perceived lightness. The default.</summary>
    Lab,

    /// <summary>YCbCr of ITU-R BT.601: Y is cheap to compute, and <see cref="GrayscaleTransform"/>'s grey save rounding.</summary>
    YCbCr,
}
