namespace Fer.Models;

/// <summary>
/// The block of MobileNetV3 (Howard et al., "Searching for MobileNetV3", 2019, Figure 4): a 1x1 convolution widens, a depthwise
/// one filters, squeeze-and-excitation weighs, and a 1x1 convolution narrows again. Names are torchvision's.
/// </summary>
/// <param name="Kernel">The depthwise convolution's kernel.</param>
/// <param name="Expanded">The channels within.</param>
/// <param name="Channels">The channels that the block gives.</param>
/// <param name="Squeezes">Whether there is squeeze-and-excitation.</param>
/// <param name="Activation">The activation within.</param>
/// <param name="Stride">The depthwise convolution's step.</param>
internal sealed record InvertedResidual(int Kernel, int Expanded, int Channels, bool Squeezes, Layer Activation, int Stride)
{
    /// <summary>The same block with all channels multiplied.</summary>
    public InvertedResidual Widen(double width) =>
        this with { Expanded = MakeDivisible(Expanded * width), Channels = MakeDivisible(Channels * width) };

    /// <summary>
    /// Rounds to a multiple of 8, at least 8 and not more than a tenth below the value, as torchvision's <c>_make_divisible</c>.
    /// </summary>
    public static int MakeDivisible(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }

    /// <summary>Adds the block; the input is added to its output where both have the same shape.</summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="name">The block's name, the beginning of its layers' names: "features.1".</param>
    /// <param name="inChannels">The channels that the last layer gives.</param>
    public NetworkBuilder AddTo(NetworkBuilder builder, string name, int inChannels)
    {
        string input = builder.Last;
        int number = 0;
        if (Expanded != inChannels)
            builder.AddConvNormActivation($"{name}.block.{number++}", new Conv2d(Expanded, Kernel: 1), Activation);
        builder.AddConvNormActivation(
            $"{name}.block.{number++}", new Conv2d(Expanded, Kernel, Stride, Groups: Expanded), Activation);
        if (Squeezes)
        {
            builder.AddSqueezeExcitation(
                $"{name}.block.{number++}", Expanded, squeezeChannels: MakeDivisible(Expanded / 4), gate: new HardSigmoid());
        }

        builder.AddConvNormActivation($"{name}.block.{number}", new Conv2d(Channels, Kernel: 1));
        return Stride == 1 && inChannels == Channels ? builder.Add($"{name}.add", new Add(), builder.Last, input) : builder;
    }
}
