namespace Fer.Engine;

/// <summary>
/// A convolution in which each channel sees itself alone: per pixel, the taps' rows of channels times the taps' rows of
/// weights. Bound by memory, so it needs no tiles; a row of the output is a task, taken in runs of pixels.
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
    private readonly DepthwiseKernels _kernels;
    private readonly int[] _inputPixels;
    private readonly int[] _outputPixels;
    private readonly PixelRuns _inputRuns;
    private readonly PixelRuns _outputRuns;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _mask;
    private readonly Action<int, int> _inputGradient;
    private readonly Action<int, int> _sampleGradient;
    private MemoryRequest? _sampleGradients;
    private float* _sampleGradientData;

    public DepthwiseConvolutionOperation(
        Value input, Value output, ConvolutionGeometry geometry, Parameter weight, Parameter? bias, ConvolutionTail tail,
        DepthwiseKernels kernels, ThreadTeam team, int batchSize)
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
        _kernels = kernels;
        _inputPixels = geometry.InputPixels();
        _outputPixels = geometry.OutputPixels();
        _inputRuns = new PixelRuns(_inputPixels, _taps, geometry.Output, geometry.Stride);
        _outputRuns = new PixelRuns(_outputPixels, _taps, geometry.Input, step: 1);
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
        foreach ((int first, int pixels) in _inputRuns.OfRow(y))
        {
            SumTaps(
                Input.Data + (nint)sample * Input.Size, _inputPixels, first, pixels, _geometry.Stride, bias,
                output + (nint)first * _channels, accumulate: false);
        }

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
        foreach ((int first, int pixels) in _outputRuns.OfRow(y))
        {
            SumTaps(
                Output.Gradient + (nint)sample * Output.Size, _outputPixels, first, pixels, step: 1, bias: null,
                Input.Gradient + (nint)sample * Input.Size + (nint)first * _channels, InputGradients[0] == GradientMode.Accumulate);
        }
    }

    /// <summary>For a run of pixels: target[p] (+)= bias + sum over taps of weight[tap] * source[sources[p, tap]].</summary>
    private void SumTaps(float* source, int[] sources, int firstPixel, int pixels, int step, float* bias, float* target, bool accumulate)
    {
        float** rows = stackalloc float*[DepthwiseKernels.MaxTaps];
        float** weights = stackalloc float*[DepthwiseKernels.MaxTaps];
        ReadOnlySpan<int> taps = sources.AsSpan(firstPixel * _taps, _taps);
        for (int tap = 0; tap < _taps;)
        {
            int count = Point(taps, source, _weight.Data, rows, weights, ref tap);
            _kernels.SumProducts(rows, weights, count, (nint)step * _channels, bias, target, _channels, pixels, accumulate);
            bias = null;
            accumulate = true;
        }
    }

    private void SampleGradient(int sample, int thread)
    {
        float* input = Input.Data + (nint)sample * Input.Size, gradient = Output.Gradient + (nint)sample * Output.Size;
        float* sums = _sampleGradientData + (nint)sample * SampleGradientLength;
        new Span<float>(sums, SampleGradientLength).Clear();
        float** rows = stackalloc float*[DepthwiseKernels.MaxTaps];
        float** tapSums = stackalloc float*[DepthwiseKernels.MaxTaps];
        for (int y = 0; y < _geometry.Output.Height; y++)
        {
            foreach ((int first, int pixels) in _inputRuns.OfRow(y))
            {
                ReadOnlySpan<int> taps = _inputPixels.AsSpan(first * _taps, _taps);
                for (int tap = 0; tap < _taps;)
                {
                    int count = Point(taps, input, sums, rows, tapSums, ref tap);
                    _kernels.AddProducts(
                        rows, tapSums, count, (nint)_geometry.Stride * _channels, gradient + (nint)first * _channels, _channels, pixels);
                }
            }
        }

        for (int pixel = 0; pixel < _geometry.Output.Positions && _bias is not null; pixel++)
            Elementwise.Add(gradient + (nint)pixel * _channels, sums + _taps * _channels, _channels);
    }

    /// <summary>
    /// Points to the source pixels and to the values per tap, as many as one call of a kernel takes; taps without a source are
    /// left out.
    /// </summary>
    /// <returns>How many taps.</returns>
    private int Point(ReadOnlySpan<int> sources, float* source, float* perTap, float** rows, float** values, ref int tap)
    {
        int count = 0;
        for (; tap < _taps && count < DepthwiseKernels.MaxTaps; tap++)
        {
            if (sources[tap] == ConvolutionGeometry.None)
                continue;
            rows[count] = source + (nint)sources[tap] * _channels;
            values[count++] = perTap + (nint)tap * _channels;
        }

        return count;
    }
}
