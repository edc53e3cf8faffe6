namespace Fer.Engine;

/// <summary>
/// Which pixel meets which under a kernel's taps. A linear layer is a convolution of one pixel by one tap.
/// </summary>
internal sealed record ConvolutionGeometry(
    TensorShape Input, TensorShape Output, int Kernel, int Stride, int Padding, int Dilation = 1)
{
    /// <summary>No pixel: a zero of the padding.</summary>
    public const int None = -1;

    public int Taps => Kernel * Kernel;

    /// <summary>For profiles, for example "matrix 3x3/2 64-128".</summary>
    public string Describe(string kernel)
    {
        string stride = Stride > 1 ? $"/{Stride}" : "";
        return $"{kernel} {Kernel}x{Kernel}{stride} {Input.Channels}-{Output.Channels} at {Output.Height}x{Output.Width}";
    }

    /// <summary>For each output pixel and tap the input pixel that is multiplied there.</summary>
    public int[] InputPixels()
    {
        var pixels = new int[Output.Positions * Taps];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int position, int tap) = Math.DivRem(i, Taps);
            (int outputY, int outputX) = Math.DivRem(position, Output.Width);
            int y = outputY * Stride - Padding + tap / Kernel * Dilation;
            int x = outputX * Stride - Padding + tap % Kernel * Dilation;
            bool inside = (uint)y < (uint)Input.Height && (uint)x < (uint)Input.Width;
            pixels[i] = inside ? y * Input.Width + x : None;
        }

        return pixels;
    }

    /// <summary>For each input pixel and tap the output pixel to which it contributed there.</summary>
    public int[] OutputPixels()
    {
        var pixels = new int[Input.Positions * Taps];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int position, int tap) = Math.DivRem(i, Taps);
            (int inputY, int inputX) = Math.DivRem(position, Input.Width);
            (int y, int restY) = Math.DivRem(inputY + Padding - tap / Kernel * Dilation, Stride);
            (int x, int restX) = Math.DivRem(inputX + Padding - tap % Kernel * Dilation, Stride);
            bool inside = restY == 0 && restX == 0 && (uint)y < (uint)Output.Height && (uint)x < (uint)Output.Width;
            pixels[i] = inside ? y * Output.Width + x : None;
        }

        return pixels;
    }
}
