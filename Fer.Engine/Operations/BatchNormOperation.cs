namespace Fer.Engine;

/// <summary>
/// Batch normalisation per channel, and behind it the sum with a residual and an activation, where they follow:
/// <c>y = act(a * x + b + residual)</c>. Each block of pixels finds its own mean and squared deviations while it is in the
/// cache; they are joined in order and in double precision (Chan, Golub and LeVeque, "Updating formulae and a pairwise
/// algorithm for computing sample variances", 1979), so neither cancellation nor the thread count shows.
/// </summary>
internal sealed unsafe class BatchNormOperation : Operation
{
    /// <summary>Values per block: about half a second-level cache, and fixed.</summary>
    private const int BlockValues = 1 << 15;

    /// <summary>Pixels of few channels are taken together, with their coefficients repeated, until a row has so many values.</summary>
    private const int LeastRowValues = 256;

    private readonly BatchNorm _layer;
    private readonly ThreadTeam _team;
    private readonly int _channels;
    private readonly int _positions;
    private readonly int _rowPixels;
    private readonly int _rowLength;
    private readonly int _blockPixels;
    private readonly Value? _residual;
    private readonly bool _relu;
    private readonly ActivationKernel? _activation;
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

    // Per value of a row: the mean, and the coefficients of the pass that runs now.
    private float* _means;
    private float* _a;
    private float* _b;
    private float* _c;
    private float* _rows;

    /// <summary>Prepares the operation.</summary>
    /// <param name="input">The values to normalise.</param>
    /// <param name="residual">What is added behind, or null.</param>
    /// <param name="output">The result.</param>
    /// <param name="layer">The settings.</param>
    /// <param name="activation">The function behind, or null; with a residual only ReLU.</param>
    /// <param name="parameters">Scale, shift, running mean, running variance.</param>
    /// <param name="team">The threads.</param>
    /// <param name="batchSize">The most samples.</param>
    public BatchNormOperation(
        Value input, Value? residual, Value output, BatchNorm layer, ElementwiseLayer? activation,
        IReadOnlyList<Parameter> parameters, ThreadTeam team, int batchSize)
        : base(residual is null ? [input] : [input, residual], output)
    {
        _layer = layer;
        _team = team;
        _residual = residual;
        _relu = activation is ReLU;
        _activation = activation is null or ReLU ? null : ActivationKernel.For(activation);
        _channels = input.Shape.Channels;
        _positions = input.Shape.Positions;
        _rowPixels = Math.Max(1, LeastRowValues / _channels);
        _rowLength = _rowPixels * _channels;
        _blockPixels = Math.Max(1, BlockValues / _rowLength) * _rowPixels;
        (_scale, _shift, _runningMean, _runningVariance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        Parameters = parameters;
        _sumDeviations = SumDeviations;
        _normalize = Normalize;
        _sumGradients = SumGradients;
        _inputGradient = InputGradient;
        _mean = new double[_channels];
        _inverseDeviation = new double[_channels];
        _vectors = MemoryRequest.Always((4L + team.Threads) * _rowLength);
        int blocks = (batchSize * _positions + _blockPixels - 1) / _blockPixels;
        _blockSumsLength = 2L * blocks * _rowLength;
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override string Kernel => string.Concat(
        "BatchNorm", _residual is null ? "" : " + Add", _relu ? " + ReLU" : _activation is null ? "" : " + activation");

    public override bool NeedsInputForBackward(int input) => input == 0;

    public override bool NeedsOutputForBackward => _relu;

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
        _a = _means + _rowLength;
        _b = _a + _rowLength;
        _c = _b + _rowLength;
        _rows = _c + _rowLength;
    }

    public override void Forward(in Pass pass)
    {
        _pixels = pass.Count * _positions;
        if (pass.IsTraining)
            UseBatchStatistics();
        else
            UseRunningStatistics();
        Repeat(_a);
        Repeat(_b);
        _team.Run(Blocks, _normalize);
    }

    public override void Backward(in Pass pass)
    {
        _pixels = pass.Count * _positions;
        _blocks = _arena + _backwardSums!.Offset;
        for (int c = 0; c < _channels; c++)
        {
            _means[c] = (float)_mean[c];
            SetForwardCoefficients(c);
        }

        Repeat(_means);
        Repeat(_a);
        Repeat(_b);
        _team.Run(Blocks, _sumGradients);
        for (int c = 0; c < _channels; c++)
        {
            double sum = 0, product = 0;
            for (int block = 0; block < Blocks; block++)
            {
                sum += BlockSums(block)[c];
                product += BlockSums(block)[_rowLength + c];
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

        Repeat(_a);
        Repeat(_b);
        Repeat(_c);
        if (InputGradients[0] != GradientMode.None)
            _team.Run(Blocks, _inputGradient);
    }

    private int Blocks => (_pixels + _blockPixels - 1) / _blockPixels;

    private float* BlockSums(int block) => _blocks + 2 * (nint)block * _rowLength;

    private (int First, int End) Pixels(int block) => (block * _blockPixels, Math.Min((block + 1) * _blockPixels, _pixels));

    /// <summary>The values of a block: where they start, and how many.</summary>
    private (nint First, nint End) Values(int block)
    {
        (int first, int end) = Pixels(block);
        return ((nint)first * _channels, (nint)end * _channels);
    }

    /// <summary>Copies the channels' values behind themselves until a row is full.</summary>
    private void Repeat(float* row)
    {
        for (int i = _channels; i < _rowLength; i++)
            row[i] = row[i - _channels];
    }

    /// <summary>Adds up the copies of the channels' values.</summary>
    private void Gather(float* row)
    {
        for (int i = _channels; i < _rowLength; i++)
            row[i % _channels] += row[i];
    }

    private void SetForwardCoefficients(int c)
    {
        _a[c] = (float)(_scale.Data[c] * _inverseDeviation[c]);
        _b[c] = (float)(_shift.Data[c] - _mean[c] * _scale.Data[c] * _inverseDeviation[c]);
    }

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
                squares += BlockSums(block)[_rowLength + c] + difference * difference * count * added / (count + added);
                count += added;
            }

            double variance = squares / count;
            _mean[c] = mean;
            _inverseDeviation[c] = 1 / Math.Sqrt(variance + _layer.Epsilon);
            SetForwardCoefficients(c);
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
        (nint first, nint end) = Values(block);
        float* mean = BlockSums(block), squares = mean + _rowLength;
        new Span<float>(mean, 2 * _rowLength).Clear();
        for (nint i = first; i < end; i += _rowLength)
            Elementwise.Add(Input.Data + i, mean, RowLength(i, end));
        Gather(mean);
        for (int c = 0; c < _channels; c++)
            mean[c] /= (end - first) / _channels;
        Repeat(mean);
        for (nint i = first; i < end; i += _rowLength)
            Elementwise.AddSquaredDeviations(Input.Data + i, mean, squares, RowLength(i, end));
        Gather(squares);
    }

    private void Normalize(int block, int thread)
    {
        (nint first, nint end) = Values(block);
        for (nint i = first; i < end; i += _rowLength)
        {
            int length = RowLength(i, end);
            float* row = Output.Data + i;
            Elementwise.ScaleShift(Input.Data + i, _a, _b, row, length);
            if (_residual is not null)
                Elementwise.Add(_residual.Data + i, row, length);
            if (_relu)
                Elementwise.Relu(row, row, length);
            else
                _activation?.Forward(row, row, length);
        }
    }

    /// <summary>Takes the output's gradient through the activation in place, hands it to the residual, and sums it.</summary>
    private void SumGradients(int block, int thread)
    {
        (nint first, nint end) = Values(block);
        float* sums = BlockSums(block), products = sums + _rowLength, normalized = _rows + (nint)thread * _rowLength;
        new Span<float>(sums, 2 * _rowLength).Clear();
        for (nint i = first; i < end; i += _rowLength)
        {
            int length = RowLength(i, end);
            float* gradient = Output.Gradient + i;
            if (_relu)
            {
                Elementwise.ReluBackward(Output.Data + i, gradient, gradient, length, accumulate: false);
            }
            else if (_activation is not null)
            {
                Elementwise.ScaleShift(Input.Data + i, _a, _b, normalized, length);
                _activation.Backward(normalized, gradient, gradient, length, accumulate: false);
            }

            if (_residual is not null && InputGradients[1] != GradientMode.None)
                Elementwise.Scale(gradient, 1, _residual.Gradient + i, length, InputGradients[1] == GradientMode.Accumulate);
            Elementwise.AddGradientSums(gradient, Input.Data + i, _means, sums, products, length);
        }

        Gather(sums);
        Gather(products);
    }

    private void InputGradient(int block, int thread)
    {
        (nint first, nint end) = Values(block);
        bool accumulate = InputGradients[0] == GradientMode.Accumulate;
        for (nint i = first; i < end; i += _rowLength)
            Elementwise.Combine(Output.Gradient + i, Input.Data + i, _a, _b, _c, Input.Gradient + i, RowLength(i, end), accumulate);
    }

    private int RowLength(nint first, nint end) => (int)Math.Min(_rowLength, end - first);
}
