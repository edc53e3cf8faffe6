namespace Fer.Models;

/// <summary>A convolution with batch norm and activation, as in torchvision's MobileNetV3 (<c>Conv2dNormActivation</c>).</summary>
internal static class ConvNormActivation
{
    /// <summary>Adds the three layers "name.0", "name.1" and "name.2".</summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="name">The beginning of the layers' names.</param>
    /// <param name="convolution">The convolution, without bias and padding; as much padding is added as keeps the size at stride 1.</param>
    /// <param name="activation">The activation; null for none.</param>
    public static NetworkBuilder AddConvNormActivation(
        this NetworkBuilder builder, string name, Conv2d convolution, Layer? activation = null)
    {
        builder
            .Add($"{name}.0", convolution with { Padding = (convolution.Kernel - 1) / 2, Bias = false })
            .Add($"{name}.1", new BatchNorm(Epsilon: 0.001, Momentum: 0.01));
        return activation is null ? builder : builder.Add($"{name}.2", activation);
    }
}
