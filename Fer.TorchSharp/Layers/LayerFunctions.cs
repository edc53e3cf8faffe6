using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fer.TorchSharp;

/// <summary>What each layer computes, in TorchSharp's functions.</summary>
internal static class LayerFunctions
{
    /// <summary>The function of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="node">Its position in the whole network, part of the key of everything random.</param>
    /// <param name="output">The shape of its output.</param>
    /// <param name="module">Its parameters; null for a layer that has none.</param>
    /// <exception cref="NetworkDefinitionException">The engine does not know the layer.</exception>
    public static LayerFunction Create(Layer layer, int node, TensorShape output, LayerModule? module) => layer switch
    {
        Conv2d convolution => Convolution(convolution, module!),
        Linear => FullyConnected(module!),
        BatchNorm normalization => Normalization(normalization, module!),
        ElementwiseLayer activation => Activation(activation),
        Dropout dropout => Mask(dropout.Rate, node, shape => shape),
        StochasticDepth depth => Mask(depth.Rate, node, shape => [shape[0], 1, 1, 1]),
        MaxPool2d pool => Unary(x => functional.max_pool2d(x, Twice(pool.Kernel), Twice(pool.Stride), Twice(pool.Padding))),
        AvgPool2d pool => Unary(x => functional.avg_pool2d(x, Twice(pool.Kernel), Twice(pool.Stride), Twice(pool.Padding))),
        AdaptiveMaxPool2d => Unary(x => functional.adaptive_max_pool2d(x, [output.Height, output.Width])),
        AdaptiveAvgPool2d => Unary(x => functional.adaptive_avg_pool2d(x, [output.Height, output.Width])),
        GlobalSumPool2d => Unary(x => x.sum([2L, 3L], keepdim: true, torch.ScalarType.Float32)),
        ChannelPool => Unary(MaximumAndMean),
        Flatten => Unary(x => x.reshape(-1, output.Channels, 1, 1)),
        Add => Sum,
        Multiply => (torch.Tensor[] inputs, in LayerPass pass) => inputs[0].mul(inputs[1]),
        Concat concat => (torch.Tensor[] inputs, in LayerPass pass) => torch.cat(inputs, concat.Dimension),
        _ => throw new NetworkDefinitionException($"the TorchSharp engine has no {layer.GetType().Name}."),
    };

    private static LayerFunction Unary(Func<torch.Tensor, torch.Tensor> function) =>
        (torch.Tensor[] inputs, in LayerPass pass) => function(inputs[0]);

    private static LayerFunction Convolution(Conv2d layer, LayerModule module) => (torch.Tensor[] inputs, in LayerPass pass) =>
        functional.conv2d(
            Cast(inputs[0], pass), Cast(module.Weight, pass), Cast(module.Bias, pass),
            Twice(layer.Stride), Twice(layer.Padding), Twice(layer.Dilation), layer.Groups);

    private static LayerFunction FullyConnected(LayerModule module) => (torch.Tensor[] inputs, in LayerPass pass) =>
        functional.linear(Cast(inputs[0], pass).flatten(1), Cast(module.Weight, pass), Cast(module.Bias, pass)).unsqueeze(-1).unsqueeze(-1);

    private static LayerFunction Normalization(BatchNorm layer, LayerModule module) => (torch.Tensor[] inputs, in LayerPass pass) =>
        functional.batch_norm(
            Float32(inputs[0], pass), module.RunningMean, module.RunningVariance, module.Weight, module.Bias,
            pass.IsTraining, layer.Momentum, layer.Epsilon);

    private static LayerFunction Activation(ElementwiseLayer layer) => layer switch
    {
        ReLU => Unary(x => x.relu()),
        LeakyReLU { NegativeSlope: double slope } => Unary(x => x.leaky_relu(slope)),
        Sigmoid => Unary(x => x.sigmoid()),
        HardSigmoid => Unary(x => x.hardsigmoid()),
        HardSwish => Unary(x => x.hardswish()),
        SiLU => Unary(x => x.silu()),
        GELU => Unary(x => x.gelu()),
        _ => throw new NetworkDefinitionException($"the TorchSharp engine has no {layer.GetType().Name}."),
    };

    /// <summary>Values times 0 with the given probability, times 1 / (1 - rate) otherwise; masks are spread over what they lack.</summary>
    private static LayerFunction Mask(double rate, int node, Func<long[], long[]> maskShape)
    {
        return Apply;

        torch.Tensor Apply(torch.Tensor[] inputs, in LayerPass pass)
        {
            torch.Tensor x = inputs[0];
            if (!pass.IsTraining || rate == 0)
                return x.alias();
            torch.Tensor mask = torch.empty(maskShape(x.shape), dtype: x.dtype, device: x.device);
            mask.bernoulli_(1 - rate, pass.Random?.For(node)).div_(1 - rate);
            return x.mul(mask);
        }
    }

    private static torch.Tensor MaximumAndMean(torch.Tensor x)
    {
        (torch.Tensor maximum, _) = x.max(1, keepdim: true);
        return torch.cat([maximum, x.mean([1L], keepdim: true)], 1);
    }

    private static torch.Tensor Sum(torch.Tensor[] inputs, in LayerPass pass)
    {
        torch.Tensor sum = inputs[0].add(inputs[1]);
        foreach (torch.Tensor next in inputs.AsSpan(2))
            sum = sum.add(next);
        return sum;
    }

    /// <summary>The value in the type that convolutions compute in; the way back through it is float32 again.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    private static torch.Tensor? Cast(torch.Tensor? value, in LayerPass pass) =>
        value is null || pass.Type == torch.ScalarType.Float32 ? value : value.to(pass.Type);

    private static torch.Tensor Float32(torch.Tensor value, in LayerPass pass) =>
        pass.Type == torch.ScalarType.Float32 ? value : value.to(torch.ScalarType.Float32);

    private static long[] Twice(int value) => [value, value];
}
