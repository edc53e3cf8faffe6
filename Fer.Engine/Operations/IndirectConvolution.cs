namespace Fer.Engine;

/// <summary>
/// The loops around <see cref="MatrixKernels.Convolve"/>: for blocks of output pixels, gathers pointers to the input pixels
/// under each tap, then runs every panel of weights over them. Serves forward, and backward to the input.
/// </summary>
internal sealed unsafe class IndirectConvolution : ConvolutionAlgorithm
{
    /// <summary>Pixels per task: small enough that their inputs stay in the cache, a multiple of the register tile.</summary>
    private const int BlockPixels = BlockTiles * MatrixKernels.TileRows;

    private const int BlockTiles = 16;

    /// <summary>With fewer tasks than this, panels become tasks of their own.</summary>
    private const int FewBlocks = 32;

    private readonly MatrixKernels _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int, int> _task;
    private readonly int[] _sourcePixels;
    private readonly int _taps;
    private readonly int _depth;
    private readonly int _sourceImagePixels;
    private readonly int _imagePixels;
    private readonly int _outputs;
    private readonly int _panels;
    private readonly bool _isPointwise;
    private readonly bool _isShallow;
    private readonly int _rowTaps;
    private readonly int _rowDepth;
    private readonly MemoryRequest _zeros;

    private readonly ShallowGather? _gather;

    // For each thread: the pointers of a block's pixels, their gathered values, each tile's count of taps and their numbers.
    private readonly MemoryRequest _scratch;
    private readonly long _pointerLength;
    private readonly long _gatheredLength;
    private readonly long _scratchLength;

    private float* _zeroData;
    private float* _scratchData;
    private float* _source;
    private float* _weights;
    private Epilogue _epilogue;
    private float* _destination;
    private int _pixels;
    private int _panelsPerTask;

    /// <summary>Prepares the loops.</summary>
    /// <param name="kernels">The register kernels.</param>
    /// <param name="team">The threads.</param>
    /// <param name="sourcePixels">For each output pixel and tap the source pixel, or <see cref="ConvolutionGeometry.None"/>.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="depth">The source's channels.</param>
    /// <param name="sourceImagePixels">The pixels of one source picture.</param>
    /// <param name="outputs">The output's channels.</param>
    public IndirectConvolution(
        MatrixKernels kernels, ThreadTeam team, int[] sourcePixels, int taps, int depth, int sourceImagePixels, int outputs)
    {
        _kernels = kernels;
        _team = team;
        _task = RunTask;
        _sourcePixels = sourcePixels;
        _taps = taps;
        _depth = depth;
        _sourceImagePixels = sourceImagePixels;
        _imagePixels = sourcePixels.Length / taps;
        _outputs = outputs;
        _panels = kernels.Panels(outputs);
        _zeros = MemoryRequest.Always(depth);

        // Output pixels in the order of the source's need no table; of a shallow input, a row of taps is taken as one tap.
        _isPointwise = taps == 1 && sourcePixels.AsSpan().SequenceEqual([.. Enumerable.Range(0, sourceImagePixels)]);
        _isShallow = depth < MatrixKernels.ShallowDepth && !_isPointwise;
        int kernel = (int)Math.Sqrt(taps);
        _rowTaps = _isShallow ? kernel : taps;
        _rowDepth = _isShallow ? kernel * depth : depth;
        _pointerLength = BlockPixels * _rowTaps * sizeof(float*) / sizeof(float);
        _gatheredLength = _isShallow ? BlockPixels * taps * depth : 0;
        _gather = _isShallow ? new ShallowGather(sourcePixels, kernel, depth) : null;
        _scratchLength = MemoryPlanner.Align(_pointerLength + _gatheredLength + BlockTiles * (1 + taps));
        _scratch = MemoryRequest.Always(team.Threads * _scratchLength);
    }

    public override string Name => "direct";

    /// <summary>Zeros to point to where a tap meets the padding, and the threads' pointers.</summary>
    public override IEnumerable<MemoryRequest> RequestMemory(int? moment) => [_zeros, _scratch];

    public override void UseMemory(float* arena)
    {
        _zeroData = arena + _zeros.Offset;
        _scratchData = arena + _scratch.Offset;
    }

    public override void Run(int count, float* source, float* weights, in Epilogue epilogue, float* destination)
    {
        _source = source;
        _weights = weights;
        _epilogue = epilogue;
        _destination = destination;
        _pixels = count * _imagePixels;
        int blocks = (_pixels + BlockPixels - 1) / BlockPixels;
        _panelsPerTask = blocks < FewBlocks ? 1 : _panels;
        _team.Run(blocks * (_panels / _panelsPerTask), _task);
    }

    private void RunTask(int task, int thread)
    {
        (int block, int group) = Math.DivRem(task, _panels / _panelsPerTask);
        int firstPixel = block * BlockPixels;
        int endPixel = Math.Min(firstPixel + BlockPixels, _pixels);
        int tiles = (endPixel - firstPixel + MatrixKernels.TileRows - 1) / MatrixKernels.TileRows;
        float** rows = (float**)(_scratchData + thread * _scratchLength);
        float* gathered = (float*)rows + _pointerLength;
        int* tapCounts = (int*)(gathered + _gatheredLength), tapNumbers = tapCounts + BlockTiles;
        for (int tile = 0; tile < tiles; tile++)
        {
            int tileRow = tile * MatrixKernels.TileRows;
            int pixel = firstPixel + tileRow;
            if (_isPointwise)
                PointToPixels(pixel, endPixel, rows + tileRow);
            else if (_isShallow)
                PointToTapRows(pixel, endPixel, rows + tileRow * _rowTaps, gathered + tileRow * _taps * _depth);
            else
                tapCounts[tile] = PointToTile(pixel, endPixel, rows + tileRow * _taps, tapNumbers + tile * _taps);
        }

        bool hasAllTaps = _isPointwise || _isShallow;
        int panelWidth = _kernels.PanelWidth;
        for (int panel = group * _panelsPerTask; panel < (group + 1) * _panelsPerTask; panel++)
        {
            float* weights = _weights + (nint)panel * _taps * _depth * panelWidth;
            float* bias = _epilogue.Bias == null ? null : _epilogue.Bias + panel * panelWidth;
            int validColumns = Math.Min(panelWidth, _outputs - panel * panelWidth);
            for (int tile = 0; tile < tiles; tile++)
            {
                int pixel = firstPixel + tile * MatrixKernels.TileRows;
                nint offset = (nint)pixel * _outputs + panel * panelWidth;
                _kernels.Convolve(
                    rows + tile * MatrixKernels.TileRows * _rowTaps, hasAllTaps ? _rowTaps : tapCounts[tile],
                    hasAllTaps ? null : tapNumbers + tile * _taps, _rowDepth, weights, bias,
                    _epilogue.Addend == null ? null : _epilogue.Addend + offset, _epilogue.Relu,
                    _destination + offset, _outputs, Math.Min(MatrixKernels.TileRows, endPixel - pixel), validColumns);
            }
        }

        if (_epilogue.Activation is { } activation)
            Activate(activation, firstPixel, endPixel, group * _panelsPerTask * panelWidth, (group + 1) * _panelsPerTask * panelWidth);
    }

    /// <summary>Applies a function to what a task has just written, while it is in the cache.</summary>
    private void Activate(ActivationKernel activation, int firstPixel, int endPixel, int firstOutput, int endOutput)
    {
        endOutput = Math.Min(endOutput, _outputs);
        float* values = _destination + (nint)firstPixel * _outputs + firstOutput;
        if (endOutput - firstOutput == _outputs)
        {
            activation.Forward(values, values, (endPixel - firstPixel) * _outputs);
            return;
        }

        for (int pixel = firstPixel; pixel < endPixel; pixel++, values += _outputs)
            activation.Forward(values, values, endOutput - firstOutput);
    }

    /// <summary>Pointers to six pixels in a row.</summary>
    private void PointToPixels(int firstPixel, int endPixel, float** rows)
    {
        for (int i = 0; i < MatrixKernels.TileRows; i++)
            rows[i] = _source + (nint)Math.Min(firstPixel + i, endPixel - 1) * _depth;
    }

    /// <summary>Pointers to the pixels under each tap of six output pixels; taps that all of them miss are left out.</summary>
    /// <returns>How many taps are left.</returns>
    private int PointToTile(int firstPixel, int endPixel, float** rows, int* tapNumbers)
    {
        int* places = stackalloc int[MatrixKernels.TileRows];
        float** pictures = stackalloc float*[MatrixKernels.TileRows];
        (int image, int position) = Math.DivRem(firstPixel, _imagePixels);
        for (int i = 0; i < MatrixKernels.TileRows; i++)
        {
            // The last tile's spare rows repeat a pixel and are not written.
            if (i > 0 && firstPixel + i < endPixel && ++position == _imagePixels)
                (image, position) = (image + 1, 0);
            pictures[i] = _source + (nint)image * _sourceImagePixels * _depth;
            places[i] = position * _taps;
        }

        int count = 0;
        fixed (int* sources = _sourcePixels)
        {
            for (int tap = 0; tap < _taps; tap++)
            {
                bool missed = true;
                for (int i = 0; i < MatrixKernels.TileRows; i++)
                {
                    int source = sources[places[i] + tap];
                    missed &= source < 0;
                    rows[i] = source < 0 ? _zeroData : pictures[i] + (nint)source * _depth;
                }

                if (missed)
                    continue;
                tapNumbers[count++] = tap;
                rows += MatrixKernels.TileRows;
            }
        }

        return count;
    }

    /// <summary>Pointers to the values under each row of taps of six output pixels.</summary>
    private void PointToTapRows(int firstPixel, int endPixel, float** rows, float* copies)
    {
        (int image, int position) = Math.DivRem(firstPixel, _imagePixels);
        for (int i = 0; i < MatrixKernels.TileRows; i++, copies += _taps * _depth)
        {
            if (i > 0 && firstPixel + i < endPixel && ++position == _imagePixels)
                (image, position) = (image + 1, 0);
            _gather!.PointToRows(
                _source + (nint)image * _sourceImagePixels * _depth, position, rows + i, MatrixKernels.TileRows, copies);
        }
    }
}
