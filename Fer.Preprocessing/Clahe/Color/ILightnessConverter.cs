namespace Fer.Preprocessing;

/// <summary>Converts 8-bit RGB to a space of one lightness and two colour channels, and back.</summary>
internal interface ILightnessConverter
{
    /// <summary>From red, green, blue.</summary>
    static abstract (byte Lightness, byte First, byte Second) FromRgb(byte red, byte green, byte blue);

    /// <summary>To red, green, blue.</summary>
    static abstract (byte Red, byte Green, byte Blue) ToRgb(byte lightness, byte first, byte second);
}
