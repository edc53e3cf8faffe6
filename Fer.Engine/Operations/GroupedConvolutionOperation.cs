namespace Fer.Engine;

/// <summary>
/// A grouped convolution as convolutions side by side: each group's channels are copied out, convolved, and copied into place.
/// </summary>
internal sealed unsafe class GroupedConvolutionOperation : Operation
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly int _batchSize;
    private readonly Group[] _groups;
    private MemoryRequest? _slices;
    private MemoryRequest? _gradientSlices;
    private float* _arena;

    /// <summary>Prepares the operation.</summary>
    /// <param name="input">The input.</param>
    /// <param name="output">The output.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="weight">The kernels, group by group.</param>
    /// <param name="bias">The bias, if any, group by group.</param>
    /// <param name="createGroup">Makes the convolution of one group from its input, output, weight and bias.</param>
    /// <param name="groupLayouts">The layout of one group's kernel and bias.</param>
    /// <param name="batchSize">The most samples.</param>
    public GroupedConvolutionOperation(
        Value input, Value output, int groups, Parameter weight, Parameter? bias,
        Func<Value, Value, Parameter, Parameter?, ConvolutionOperation> createGroup,
        (ParameterLayout Weight, ParameterLayout Bias) groupLayouts, int batchSize)
        : base(input, output)
    {
        _weight = weight;
        _bias = bias;
        _batchSize = batchSize;
        Parameters = bias is null ? [weight] : [weight, bias];
        var groupInput = new Value(input.Shape with { Channels = input.Shape.Channels / groups });
        var groupOutput = new Value(output.Shape with { Channels = output.Shape.Channels / groups });
        _groups = new Group[groups];
        for (int g = 0; g < groups; g++)
        {
            var groupWeight = new Parameter(weight.Name, weight.Definition, groupLayouts.Weight);
            Parameter? groupBias = bias is null ? null : new Parameter(bias.Name, bias.Definition, groupLayouts.Bias);
            _groups[g] = new Group(groupWeight, groupBias, createGroup(groupInput, groupOutput, groupWeight, groupBias));
        }
    }

    private sealed record Group(Parameter Weight, Parameter? Bias, ConvolutionOperation Convolution);

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override bool NeedsInputForBackward(int input) => input == 0;

    public override IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward)
    {
        Value input = _groups[0].Convolution.Input, output = _groups[0].Convolution.Output;
        long length = MemoryPlanner.Align((long)_batchSize * input.Size) + MemoryPlanner.Align((long)_batchSize * output.Size);
        _slices = new MemoryRequest(length, forward, forward);
        _gradientSlices = backward is { } moment ? new MemoryRequest(2 * length, moment, moment) : null;
        foreach (Group group in _groups)
            group.Convolution.InputGradients[0] = InputGradients[0] == GradientMode.None ? GradientMode.None : GradientMode.Write;
        return
        [
            _slices, .. _gradientSlices is null ? Array.Empty<MemoryRequest>() : [_gradientSlices],
            .. _groups.SelectMany(group => group.Convolution.RequestMemory(forward, backward)),
        ];
    }

    public override void UseMemory(float* arena)
    {
        _arena = arena;
        foreach (Group group in _groups)
            group.Convolution.UseMemory(arena);
    }

    public override void Forward(in Pass pass)
    {
        for (int g = 0; g < _groups.Length; g++)
        {
            ConvolutionOperation convolution = Prepare(g, _slices!);
            CopySlice(pass.Count, Input, Input.Data, g, convolution.Input, convolution.Input.Data);
            convolution.Forward(pass);
            CopyBack(pass.Count, convolution.Output, convolution.Output.Data, g, Output, Output.Data, accumulate: false);
        }
    }

    public override void Backward(in Pass pass)
    {
        for (int g = 0; g < _groups.Length; g++)
        {
            ConvolutionOperation convolution = Prepare(g, _gradientSlices!);
            CopySlice(pass.Count, Input, Input.Data, g, convolution.Input, convolution.Input.Data);
            CopySlice(pass.Count, Output, Output.Gradient, g, convolution.Output, convolution.Output.Gradient);
            convolution.Backward(pass);
            if (InputGradients[0] != GradientMode.None)
            {
                CopyBack(
                    pass.Count, convolution.Input, convolution.Input.Gradient, g, Input, Input.Gradient,
                    InputGradients[0] == GradientMode.Accumulate);
            }
        }
    }

    /// <summary>Points a group's convolution to its slices and its share of the parameters.</summary>
    private ConvolutionOperation Prepare(int number, MemoryRequest slices)
    {
        (Parameter weight, Parameter? bias, ConvolutionOperation convolution) = _groups[number];
        nint weightOffset = (nint)number * weight.PackedLength;
        weight.Data = _weight.Data + weightOffset;
        weight.Gradient = _weight.Gradient + weightOffset;
        if (bias is not null)
        {
            nint biasOffset = (nint)number * bias.PackedLength;
            bias.Data = _bias!.Data + biasOffset;
            bias.Gradient = _bias.Gradient + biasOffset;
        }

        long inputLength = MemoryPlanner.Align((long)_batchSize * convolution.Input.Size);
        long outputLength = MemoryPlanner.Align((long)_batchSize * convolution.Output.Size);
        convolution.Input.Data = _arena + slices.Offset;
        convolution.Output.Data = convolution.Input.Data + inputLength;
        convolution.Input.Gradient = convolution.Output.Data + outputLength;
        convolution.Output.Gradient = convolution.Input.Gradient + inputLength;
        return convolution;
    }

    private static void CopySlice(int count, Value whole, float* source, int group, Value slice, float* destination)
    {
        int channels = slice.Shape.Channels;
        source += group * channels;
        for (int p = 0; p < count * slice.Shape.Positions; p++, source += whole.Shape.Channels, destination += channels)
            new ReadOnlySpan<float>(source, channels).CopyTo(new Span<float>(destination, channels));
    }

    private static void CopyBack(int count, Value slice, float* source, int group, Value whole, float* destination, bool accumulate)
    {
        int channels = slice.Shape.Channels;
        destination += group * channels;
        for (int p = 0; p < count * slice.Shape.Positions; p++, source += channels, destination += whole.Shape.Channels)
            Elementwise.Scale(source, 1, destination, channels, accumulate);
    }
}
