namespace Fer.Engine;

/// <summary>
/// A convolution in which each channel sees itself alone: per pixel, the taps' rows of channels times the taps' rows of
/// weights. Bound by memory, so it needs no tiles; a row of the output is a task.
/// </summary>
internal sealed unsafe class DepthwiseConvolutionOperation : Operation
{
    private readonly ConvolutionGeometry _geometry;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly ConvolutionTail _tail;
    private readonly ThreadTeam _team;
    private readonly int _batchSize;
    private readonly int _channels;
    private readonly int _taps;
    private readonly int[] _inputPixels;
    private readonly int[] _outputPixels;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _mask;
    private readonly Action<int, int> _inputGradient;
    private readonly Action<int, int> _sampleGradient;
    private MemoryRequest? _sampleGradients;
    private float* _sampleGradientData;

    public DepthwiseConvolutionOperation(
        Value input, Value output, ConvolutionGeometry geometry, Parameter weight, Parameter? bias, ConvolutionTail tail,
        ThreadTeam team, int batchSize)
        : base(input, output)
    {
        _geometry = geometry;
        _weight = weight;
        _bias = bias;
        _tail = tail;
        _team = team;
        _batchSize = batchSize;
        _channels = geometry.Input.Channels;
        _taps = geometry.Taps;
        _inputPixels = geometry.InputPixels();
        _outputPixels = geometry.OutputPixels();
        _forward = ForwardRow;
        _mask = MaskByRelu;
        _inputGradient = InputGradientRow;
        _sampleGradient = SampleGradient;
        Parameters = bias is null ? [weight, .. tail.Parameters] : [weight, bias, .. tail.Parameters];
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override string Kernel => _geometry.Describe("depthwise") + _tail.Describe();

    public override bool NeedsInputForBackward(int input) => input == 0;

    public override bool NeedsOutputForBackward => _tail.Relu;

    /// <summary>The gradients of one sample: the weights' and behind them the bias's.</summary>
    private int SampleGradientLength => (_taps + 1) * _channels;

    public override IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward)
    {
        _sampleGradients = backward is { } moment
            ? new MemoryRequest((long)_batchSize * SampleGradientLength, moment, moment)
            : null;
        return _sampleGradients is null ? [] : [_sampleGradients];
    }

    public override void UseMemory(float* arena) =>
        _sampleGradientData = _sampleGradients is null ? null : arena + _sampleGradients.Offset;

    public override void FoldWeights() => _tail.BatchNorm?.Fold(_weight.Data, _taps, _channels, _bias is null ? null : _bias.Data);

    public override void Forward(in Pass pass) => _team.Run(pass.Count * _geometry.Output.Height, _forward);

    public override void Backward(in Pass pass)
    {
        if (_tail.Relu)
            _team.Run(pass.Count, _mask);
        if (InputGradients[0] != GradientMode.None)
            _team.Run(pass.Count * _geometry.Input.Height, _inputGradient);

        _team.Run(pass.Count, _sampleGradient);
        new Span<float>(_weight.Gradient, _taps * _channels).Clear();
        for (int sample = 0; sample < pass.Count; sample++)
            Elementwise.Add(_sampleGradientData + (nint)sample * SampleGradientLength, _weight.Gradient, _taps * _channels);
        if (_bias is null)
            return;
        new Span<float>(_bias.Gradient, _channels).Clear();
        for (int sample = 0; sample < pass.Count; sample++)
            Elementwise.Add(_sampleGradientData + (nint)sample * SampleGradientLength + _taps * _channels, _bias.Gradient, _channels);
    }

    private void ForwardRow(int task, int thread)
    {
        (int sample, int y) = Math.DivRem(task, _geometry.Output.Height);
        float* bias = _tail.BatchNorm is not null ? _tail.BatchNorm.Bias : _bias is not null ? _bias.Data : null;
        float* output = Output.Data + (nint)sample * Output.Size;
        SumTaps(
            Input.Data + (nint)sample * Input.Size, _inputPixels, y * _geometry.Output.Width, _geometry.Output.Width,
            bias == null ? [] : new ReadOnlySpan<float>(bias, _channels), output, accumulate: false);

        int rowLength = _geometry.Output.Width * _channels;
        float* row = output + (nint)y * rowLength;
        if (_tail.Relu)
            Elementwise.Relu(row, row, rowLength);
        else
            _tail.Kernel?.Forward(row, row, rowLength);
    }

    private void MaskByRelu(int sample, int thread)
    {
        float* output = Output.Data + (nint)sample * Output.Size, gradient = Output.Gradient + (nint)sample * Output.Size;
        Elementwise.ReluBackward(output, gradient, gradient, Output.Size, accumulate: false);
    }

    private void InputGradientRow(int task, int thread)
    {
        (int sample, int y) = Math.DivRem(task, _geometry.Input.Height);
        SumTaps(
            Output.Gradient + (nint)sample * Output.Size, _outputPixels, y * _geometry.Input.Width, _geometry.Input.Width, bias: [],
            Input.Gradient + (nint)sample * Input.Size, InputGradients[0] == GradientMode.Accumulate);
    }

    /// <summary>For a row of pixels: target[p] (+)= bias + sum over taps of weight[tap] * source[sources[p, tap]].</summary>
    private void SumTaps(
        float* source, int[] sources, int firstPixel, int pixels, ReadOnlySpan<float> bias, float* target, bool accumulate)
    {
        float** rows = stackalloc float*[DepthwiseKernel.MaxTaps];
        float** weights = stackalloc float*[DepthwiseKernel.MaxTaps];
        for (int pixel = firstPixel; pixel < firstPixel + pixels; pixel++)
        {
            float* result = target + (nint)pixel * _channels;
            if (!bias.IsEmpty)
                bias.CopyTo(new Span<float>(result, _channels));
            bool add = accumulate || !bias.IsEmpty;
            ReadOnlySpan<int> taps = sources.AsSpan(pixel * _taps, _taps);
            int count = 0;
            for (int tap = 0; tap < taps.Length; tap++)
            {
                if (taps[tap] == ConvolutionGeometry.None)
                    continue;
                rows[count] = source + (nint)taps[tap] * _channels;
                weights[count++] = _weight.Data + tap * _channels;
                if (count < DepthwiseKernel.MaxTaps)
                    continue;
                DepthwiseKernel.SumProducts(rows, weights, count, result, _channels, add);
                (count, add) = (0, true);
            }

            if (count > 0 || !add)
                DepthwiseKernel.SumProducts(rows, weights, count, result, _channels, add);
        }
    }

    private void SampleGradient(int sample, int thread)
    {
        float* input = Input.Data + (nint)sample * Input.Size, gradient = Output.Gradient + (nint)sample * Output.Size;
        float* sums = _sampleGradientData + (nint)sample * SampleGradientLength;
        new Span<float>(sums, SampleGradientLength).Clear();
        for (int pixel = 0; pixel < _geometry.Output.Positions; pixel++, gradient += _channels)
        {
            ReadOnlySpan<int> taps = _inputPixels.AsSpan(pixel * _taps, _taps);
            for (int tap = 0; tap < taps.Length; tap++)
            {
                if (taps[tap] != ConvolutionGeometry.None)
                    Elementwise.Multiply(input + (nint)taps[tap] * _channels, gradient, sums + tap * _channels, _channels, accumulate: true);
            }

            if (_bias is not null)
                Elementwise.Add(gradient, sums + _taps * _channels, _channels);
        }
    }
}
