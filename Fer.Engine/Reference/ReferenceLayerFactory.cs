namespace Fer.Engine;

/// <summary>The reference of each layer.</summary>
internal static class ReferenceLayerFactory
{
    /// <summary>Creates a layer's reference.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="node">Its position in the network, part of the key of everything random.</param>
    /// <param name="inputs">The shapes of its inputs.</param>
    /// <param name="memoryOrder">The picture in whose H x W x C order a dropout mask is drawn.</param>
    /// <param name="parameter">Finds a parameter by its name within the layer.</param>
    /// <exception cref="NetworkDefinitionException">There is no reference for the layer.</exception>
    public static ReferenceLayer Create(
        Layer layer, int node, IReadOnlyList<TensorShape> inputs, TensorShape memoryOrder, Func<string, ReferenceParameter> parameter)
    {
        TensorShape input = inputs[0], output = layer.InferShape(inputs);
        return layer switch
        {
            Conv2d conv => new ReferenceConv2d(conv, input, output, parameter("weight"), conv.Bias ? parameter("bias") : null),
            Linear linear => new ReferenceLinear(input, output, parameter("weight"), linear.Bias ? parameter("bias") : null),
            BatchNorm norm => new ReferenceBatchNorm(
                norm, input, parameter("weight"), parameter("bias"), parameter("running_mean"), parameter("running_var")),
            ElementwiseLayer activation => ReferenceActivation.Create(activation),
            MaxPool2d pool => new ReferenceMaxPool(ReferenceWindow.Sliding(input, output, pool.Kernel, pool.Stride, pool.Padding)),
            AvgPool2d pool => new ReferenceAvgPool(
                ReferenceWindow.Sliding(input, output, pool.Kernel, pool.Stride, pool.Padding), divisor: pool.Kernel * pool.Kernel),
            AdaptiveMaxPool2d => new ReferenceMaxPool(ReferenceWindow.Adaptive(input, output)),
            AdaptiveAvgPool2d => new ReferenceAvgPool(ReferenceWindow.Adaptive(input, output)),
            GlobalSumPool2d => new ReferenceAvgPool(ReferenceWindow.Adaptive(input, output), divisor: 1),
            ChannelPool => new ReferenceChannelPool(input),
            Add => new ReferenceAdd(),
            Multiply => new ReferenceMultiply(input, inputs[1]),
            Concat concat => new ReferenceConcat(concat, inputs),
            Flatten => new ReferenceFlatten(),
            Dropout dropout => new ReferenceDropout(dropout, node, memoryOrder),
            StochasticDepth depth => new ReferenceStochasticDepth(depth, node, input),
            _ => throw new NetworkDefinitionException($"There is no reference for {layer.GetType().Name}."),
        };
    }
}
