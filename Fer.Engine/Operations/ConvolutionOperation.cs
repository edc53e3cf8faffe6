namespace Fer.Engine;

/// <summary>A convolution or linear layer with its bias and the layers behind it that can be computed with it.</summary>
internal sealed unsafe class ConvolutionOperation : Operation
{
    /// <summary>Pixels per partial sum of the bias's gradient; fixed, so that the sum does not depend on the threads.</summary>
    private const int BlockPixels = 256;

    private readonly ThreadTeam _team;
    private readonly ConvolutionGeometry _geometry;
    private readonly MatrixKernels _kernels;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly ConvolutionTail _tail;
    private readonly ConvolutionOptions _options;
    private readonly bool _usesWinograd;
    private readonly ConvolutionAlgorithm _forward;
    private readonly Action<int, int> _maskAndSum;
    private readonly Action<int, int> _transpose;

    // Only while training.
    private ConvolutionAlgorithm? _inputGradient;
    private WeightGradientAlgorithm? _weightGradient;
    private MemoryRequest? _biasSums;
    private MemoryRequest? _transposed;
    private float* _biasSumsData;
    private float* _transposedData;
    private int _pixels;

    /// <summary>Prepares the operation.</summary>
    public ConvolutionOperation(
        Value input, Value output, ConvolutionGeometry geometry, Parameter weight, Parameter? bias, ConvolutionTail tail,
        MatrixKernels kernels, ThreadTeam team, in ConvolutionOptions options)
        : base(tail.Addend is null ? [input] : [input, tail.Addend], output)
    {
        _team = team;
        _geometry = geometry;
        _kernels = kernels;
        _weight = weight;
        _bias = bias;
        _tail = tail;
        _options = options;
        _maskAndSum = MaskAndSum;
        _transpose = Transpose;
        _usesWinograd = options.Winograd && WinogradConvolution.Suits(geometry, kernels, options.BatchSize);
        _forward = _usesWinograd
            ? new WinogradConvolution(kernels, team, Tiles, flip: false, options.BatchSize)
            : new IndirectConvolution(
                kernels, team, geometry.InputPixels(), geometry.Taps, geometry.Input.Channels,
                geometry.Input.Positions, geometry.Output.Channels);
    }

    public override IReadOnlyList<Parameter> Parameters =>
        _bias is null ? [_weight, .. _tail.Parameters] : [_weight, _bias, .. _tail.Parameters];

    public override string Kernel => _geometry.Describe(_forward.Name) + _tail.Describe();

    public override bool NeedsInputForBackward(int input) => input == 0;

    public override bool NeedsOutputForBackward => _tail.Relu;

    public override IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward)
    {
        if (backward is not { } moment)
            return _forward.RequestMemory(_options.Training ? forward : null);
        int blocks = (_options.BatchSize * _geometry.Output.Positions + BlockPixels - 1) / BlockPixels;
        _weightGradient = _usesWinograd
            ? new WinogradWeightGradient(_kernels, _team, Tiles, _options.BatchSize, moment)
            : new DirectWeightGradient(_kernels, _team, _geometry, _options.BatchSize, moment);
        _biasSums = new MemoryRequest((long)blocks * _geometry.Output.Channels, moment, moment);
        List<MemoryRequest> requests = [.. _forward.RequestMemory(forward), .. _weightGradient.Memory, _biasSums];
        if (InputGradients[0] != GradientMode.None)
        {
            _inputGradient = CreateInputGradient();
            long panelLength = (long)_kernels.PanelWidth * _geometry.Taps * _geometry.Output.Channels;
            _transposed = new MemoryRequest(_kernels.Panels(_geometry.Input.Channels) * panelLength, moment, moment);
            requests.AddRange([_transposed, .. _inputGradient.RequestMemory(moment)]);
        }

        return requests;
    }

    private WinogradTiles Tiles => new(_geometry.Input, _geometry.Output, _geometry.Padding);

    /// <summary>A convolution of the output's gradient; the transposed kernel's padding is what the kernel's own leaves of 2.</summary>
    private ConvolutionAlgorithm CreateInputGradient() => _usesWinograd
        ? new WinogradConvolution(
            _kernels, _team, new WinogradTiles(_geometry.Output, _geometry.Input, 2 - _geometry.Padding), flip: true, _options.BatchSize)
        : new IndirectConvolution(
            _kernels, _team, _geometry.OutputPixels(), _geometry.Taps, _geometry.Output.Channels,
            _geometry.Output.Positions, _geometry.Input.Channels);

    public override void UseMemory(float* arena)
    {
        _forward.UseMemory(arena);
        _inputGradient?.UseMemory(arena);
        _weightGradient?.UseMemory(arena);
        _biasSumsData = _biasSums is null ? null : arena + _biasSums.Offset;
        _transposedData = _transposed is null ? null : arena + _transposed.Offset;
    }

    public override void FoldWeights()
    {
        int rowsPerPanel = _weight.PackedLength / _kernels.PanelWidth / _kernels.Panels(_geometry.Output.Channels);
        _tail.BatchNorm?.Fold(_weight.Data, rowsPerPanel, _kernels.PanelWidth, OwnBias);
        _forward.KeepWeights(_weight.Data);
    }

    public override void Forward(in Pass pass)
    {
        var epilogue = new Epilogue
        {
            Bias = _tail.BatchNorm is null ? OwnBias : _tail.BatchNorm.Bias,
            Addend = _tail.Addend is null ? null : _tail.Addend.Data,
            Relu = _tail.Relu,
            Activation = _tail.Kernel,
        };
        _forward.Run(pass.Count, Input.Data, _weight.Data, epilogue, Output.Data);
    }

    public override void Backward(in Pass pass)
    {
        MaskByReluAndSumBias(pass.Count);
        _weightGradient!.Run(pass.Count, Input.Data, Output.Gradient, _weight.Gradient);
        if (_inputGradient is null)
            return;
        _team.Run(_kernels.Panels(_geometry.Input.Channels), _transpose);
        bool accumulate = InputGradients[0] == GradientMode.Accumulate;
        var epilogue = new Epilogue { Addend = accumulate ? Input.Gradient : null };
        _inputGradient.Run(pass.Count, Output.Gradient, _transposedData, epilogue, Input.Gradient);
    }

    private float* OwnBias => _bias is null ? null : _bias.Data;

    private void MaskByReluAndSumBias(int count)
    {
        if (_bias is null && !_tail.Relu)
            return;
        _pixels = count * _geometry.Output.Positions;
        int blocks = (_pixels + BlockPixels - 1) / BlockPixels;
        _team.Run(blocks, _maskAndSum);
        if (_bias is null)
            return;
        int channels = _geometry.Output.Channels;
        new Span<float>(_bias.Gradient, channels).Clear();
        for (int block = 0; block < blocks; block++)
            Elementwise.Add(_biasSumsData + (nint)block * channels, _bias.Gradient, channels);
    }

    private void MaskAndSum(int block, int thread)
    {
        int channels = _geometry.Output.Channels;
        int first = block * BlockPixels;
        int end = Math.Min(first + BlockPixels, _pixels);
        float* sums = _biasSumsData + (nint)block * channels;
        new Span<float>(sums, channels).Clear();
        for (int pixel = first; pixel < end; pixel++)
        {
            float* gradient = Output.Gradient + (nint)pixel * channels;
            if (_tail.Relu)
                Elementwise.ReluBackward(Output.Data + (nint)pixel * channels, gradient, gradient, channels, accumulate: false);
            if (_bias is not null)
                Elementwise.Add(gradient, sums, channels);
        }
    }

    /// <summary>One panel of the weights with inputs and outputs exchanged: [panel of inputs][tap][output][input in panel].</summary>
    private void Transpose(int panel, int thread)
    {
        int width = _kernels.PanelWidth;
        int inputs = _geometry.Input.Channels, outputs = _geometry.Output.Channels, taps = _geometry.Taps;
        int firstInput = panel * width;
        int validInputs = Math.Min(width, inputs - firstInput);
        float* target = _transposedData + (nint)panel * taps * outputs * width;
        if (validInputs < width)
            new Span<float>(target, taps * outputs * width).Clear();
        for (int tap = 0; tap < taps; tap++)
        {
            for (int firstOutput = 0; firstOutput < outputs; firstOutput += width)
            {
                float* source = _weight.Data + ((nint)(firstOutput / width * taps + tap) * inputs + firstInput) * width;
                float* block = target + (nint)(tap * outputs + firstOutput) * width;
                int validOutputs = Math.Min(width, outputs - firstOutput);
                for (int output = 0; output < validOutputs; output++)
                {
                    for (int input = 0; input < validInputs; input++)
                        block[output * width + input] = source[input * width + output];
                }
            }
        }
    }
}
