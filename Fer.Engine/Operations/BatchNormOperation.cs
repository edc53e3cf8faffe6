namespace Fer.Engine;

/// <summary>
/// Batch normalisation per channel. Each block of pixels finds its own mean and squared deviations while it is in the
/// cache; they are joined in order and in double precision (Chan, Golub and LeVeque, "Updating formulae and a pairwise
/// algorithm for computing sample variances", 1979), so neither cancellation nor the thread count shows.
/// </summary>
internal sealed unsafe class BatchNormOperation : Operation
{
    /// <summary>Values per block: about half a second-level cache, and fixed.</summary>
    private const int BlockValues = 1 << 15;

    private readonly BatchNorm _layer;
    private readonly ThreadTeam _team;
    private readonly int _channels;
    private readonly int _positions;
    private readonly int _blockPixels;
    private readonly Parameter _scale;
    private readonly Parameter _shift;
    private readonly Parameter _runningMean;
    private readonly Parameter _runningVariance;
    private readonly long _blockSumsLength;
    private readonly Action<int, int> _sumDeviations;
    private readonly Action<int, int> _normalize;
    private readonly Action<int, int> _sumGradients;
    private readonly Action<int, int> _inputGradient;
    private readonly MemoryRequest _vectors;
    private readonly double[] _mean;
    private readonly double[] _inverseDeviation;

    private MemoryRequest? _forwardSums;
    private MemoryRequest? _backwardSums;
    private float* _arena;
    private float* _blocks;
    private int _pixels;

    // Per channel: the mean, and the coefficients of the pass that runs now.
    private float* _means;
    private float* _a;
    private float* _b;
    private float* _c;

    public BatchNormOperation(
        Value input, Value output, BatchNorm layer, IReadOnlyList<Parameter> parameters, ThreadTeam team, int batchSize)
        : base(input, output)
    {
        _layer = layer;
        _team = team;
        _channels = input.Shape.Channels;
        _positions = input.Shape.Positions;
        _blockPixels = Math.Max(1, BlockValues / _channels);
        (_scale, _shift, _runningMean, _runningVariance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        Parameters = parameters;
        _sumDeviations = SumDeviations;
        _normalize = Normalize;
        _sumGradients = SumGradients;
        _inputGradient = InputGradient;
        _mean = new double[_channels];
        _inverseDeviation = new double[_channels];
        _vectors = MemoryRequest.Always(4L * _channels);
        int blocks = (batchSize * _positions + _blockPixels - 1) / _blockPixels;
        _blockSumsLength = 2L * blocks * _channels;
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override bool NeedsInputForBackward => true;

    public override IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward)
    {
        if (backward is not { } moment)
            return [_vectors];
        _forwardSums = new MemoryRequest(_blockSumsLength, forward, forward);
        _backwardSums = new MemoryRequest(_blockSumsLength, moment, moment);
        return [_vectors, _forwardSums, _backwardSums];
    }

    public override void UseMemory(float* arena)
    {
        _arena = arena;
        _means = arena + _vectors.Offset;
        _a = _means + _channels;
        _b = _a + _channels;
        _c = _b + _channels;
    }

    public override void Forward(in Pass pass)
    {
        _pixels = pass.Count * _positions;
        if (pass.IsTraining)
            UseBatchStatistics();
        else
            UseRunningStatistics();
        _team.Run(Blocks, _normalize);
    }

    public override void Backward(in Pass pass)
    {
        _pixels = pass.Count * _positions;
        _blocks = _arena + _backwardSums!.Offset;
        for (int c = 0; c < _channels; c++)
            _means[c] = (float)_mean[c];
        _team.Run(Blocks, _sumGradients);
        for (int c = 0; c < _channels; c++)
        {
            double sum = 0, product = 0;
            for (int block = 0; block < Blocks; block++)
            {
                sum += BlockSums(block)[c];
                product += BlockSums(block)[_channels + c];
            }

            // Ioffe and Szegedy (2015), section 3, with the derivatives through mean and variance gathered per channel.
            double inverse = _inverseDeviation[c];
            double factor = _scale.Data[c] * inverse;
            double perSquare = product * inverse * inverse / _pixels;
            _shift.Gradient[c] = (float)sum;
            _scale.Gradient[c] = (float)(product * inverse);
            _a[c] = (float)factor;
            _b[c] = (float)(-factor * perSquare);
            _c[c] = (float)(factor * (perSquare * _mean[c] - sum / _pixels));
        }

        if (InputGradients[0] != GradientMode.None)
            _team.Run(Blocks, _inputGradient);
    }

    private int Blocks => (_pixels + _blockPixels - 1) / _blockPixels;

    private float* BlockSums(int block) => _blocks + 2 * (nint)block * _channels;

    private (int First, int End) Pixels(int block) => (block * _blockPixels, Math.Min((block + 1) * _blockPixels, _pixels));

    private void UseBatchStatistics()
    {
        if (_pixels < 2)
        {
            throw new FerException(
                "Batch normalisation needs more than one value per channel while training; use batches of at least two pictures.");
        }

        _blocks = _arena + _forwardSums!.Offset;
        _team.Run(Blocks, _sumDeviations);
        for (int c = 0; c < _channels; c++)
        {
            double count = 0, mean = 0, squares = 0;
            for (int block = 0; block < Blocks; block++)
            {
                (int first, int end) = Pixels(block);
                double added = end - first;
                double difference = BlockSums(block)[c] - mean;
                mean += difference * added / (count + added);
                squares += BlockSums(block)[_channels + c] + difference * difference * count * added / (count + added);
                count += added;
            }

            double variance = squares / count;
            _mean[c] = mean;
            _inverseDeviation[c] = 1 / Math.Sqrt(variance + _layer.Epsilon);
            _a[c] = (float)(_scale.Data[c] * _inverseDeviation[c]);
            _b[c] = (float)(_shift.Data[c] - mean * _scale.Data[c] * _inverseDeviation[c]);
            _runningMean.Data[c] = Blend(_runningMean.Data[c], mean);
            _runningVariance.Data[c] = Blend(_runningVariance.Data[c], squares / (count - 1));
        }
    }

    private float Blend(float running, double newest) => (float)((1 - _layer.Momentum) * running + _layer.Momentum * newest);

    private void UseRunningStatistics()
    {
        for (int c = 0; c < _channels; c++)
        {
            double factor = _scale.Data[c] / Math.Sqrt(_runningVariance.Data[c] + _layer.Epsilon);
            _a[c] = (float)factor;
            _b[c] = (float)(_shift.Data[c] - _runningMean.Data[c] * factor);
        }
    }

    private void SumDeviations(int block, int thread)
    {
        (int first, int end) = Pixels(block);
        float* mean = BlockSums(block);
        float* squares = mean + _channels;
        new Span<float>(mean, 2 * _channels).Clear();
        for (int pixel = first; pixel < end; pixel++)
            Elementwise.Add(Input.Data + (nint)pixel * _channels, mean, _channels);
        for (int c = 0; c < _channels; c++)
            mean[c] /= end - first;
        for (int pixel = first; pixel < end; pixel++)
            Elementwise.AddSquaredDeviations(Input.Data + (nint)pixel * _channels, mean, squares, _channels);
    }

    private void Normalize(int block, int thread)
    {
        (int first, int end) = Pixels(block);
        for (int pixel = first; pixel < end; pixel++)
        {
            nint offset = (nint)pixel * _channels;
            Elementwise.ScaleShift(Input.Data + offset, _a, _b, Output.Data + offset, _channels);
        }
    }

    private void SumGradients(int block, int thread)
    {
        (int first, int end) = Pixels(block);
        float* sums = BlockSums(block);
        new Span<float>(sums, 2 * _channels).Clear();
        for (int pixel = first; pixel < end; pixel++)
        {
            nint offset = (nint)pixel * _channels;
            Elementwise.AddGradientSums(Output.Gradient + offset, Input.Data + offset, _means, sums, sums + _channels, _channels);
        }
    }

    private void InputGradient(int block, int thread)
    {
        (int first, int end) = Pixels(block);
        for (int pixel = first; pixel < end; pixel++)
        {
            nint offset = (nint)pixel * _channels;
            Elementwise.Combine(
                Output.Gradient + offset, Input.Data + offset, _a, _b, _c, Input.Gradient + offset, _channels,
                InputGradients[0] == GradientMode.Accumulate);
        }
    }
}
