using System.Runtime.InteropServices;

namespace Fer.Preprocessing.Tests;

/// <summary>What scripts/clahe_by_opencv.py does with a picture.</summary>
internal enum ClaheTask
{
    EqualizeHistogram = 1,
    ClaheOnLab = 2,
    ClaheOnYCbCr = 3,
    RgbToLab = 4,
    LabToRgb = 5,
    RgbToYCrCb = 6,
    YCrCbToRgb = 7,
    Clahe8 = 8,
    Clahe16 = 16,
}

/// <summary>A picture to equalise and how; 16-bit pixels are little-endian bytes.</summary>
internal sealed record ClaheCase(ClaheTask Task, int Width, int Height, ClaheOptions Options, byte[] Pixels)
{
    /// <summary>Bytes per pixel.</summary>
    public static int PixelBytes(ClaheTask task) => task switch
    {
        ClaheTask.EqualizeHistogram or ClaheTask.Clahe8 => 1,
        ClaheTask.Clahe16 => 2,
        _ => 3,
    };

    /// <summary>What this package makes of it.</summary>
    public byte[] Equalize()
    {
        var output = new byte[Pixels.Length];
        switch (Task)
        {
            case ClaheTask.EqualizeHistogram:
                HistogramEqualization.Apply(Pixels, output, Width, Height);
                return output;
            case ClaheTask.ClaheOnLab:
                return EqualizeColors(LightnessSpace.Lab);
            case ClaheTask.ClaheOnYCbCr:
                return EqualizeColors(LightnessSpace.YCbCr);
            case ClaheTask.Clahe8:
                new Clahe(Options).Apply(Pixels, output, Width, Height);
                return output;
            case ClaheTask.Clahe16:
                new Clahe(Options).Apply(
                    MemoryMarshal.Cast<byte, ushort>(Pixels), MemoryMarshal.Cast<byte, ushort>(output.AsSpan()), Width, Height);
                return output;
            default:
                throw new InvalidOperationException($"{Task} is no equalisation.");
        }
    }

    public override string ToString() => $"{Task} {Width}x{Height} tiles {Options.TilesX}x{Options.TilesY} clip {Options.ClipLimit}";

    private byte[] EqualizeColors(LightnessSpace space) =>
        new ClaheTransform(Options, space).Apply(new Image(Width, Height, PixelFormat.Rgb24, Pixels)).Pixels;
}
