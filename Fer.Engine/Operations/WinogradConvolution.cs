namespace Fer.Engine;

/// <summary>
/// A 3 x 3 convolution of stride 1 by <see cref="WinogradKernels"/>: a group of tiles at a time, transforms the inputs, multiplies
/// a matrix of tiles x channels by one of channels x outputs for each of the 36 points, and transforms the sums back. Serves
/// forward, and backward to the input with the kernel flipped.
/// </summary>
internal sealed unsafe class WinogradConvolution : ConvolutionAlgorithm
{
    /// <summary>With fewer tiles than this, reading the transformed weights takes longer than it saves.</summary>
    private const int LeastTiles = 32;

    /// <summary>With fewer channels than this, the transforms take longer than they save.</summary>
    private const int LeastChannels = 32;

    /// <summary>Transformed values per group of tiles: what the last-level cache holds.</summary>
    private const int GroupValues = 3 << 19;

    /// <summary>Tiles per task of the matrix products: a multiple of the register tile.</summary>
    private const int BlockTiles = 8 * MatrixKernels.TileRows;

    private const int Points = WinogradKernels.Points;

    private readonly MatrixKernels _kernels;
    private readonly WinogradKernels _transforms;
    private readonly ThreadTeam _team;
    private readonly WinogradTiles _tiles;
    private readonly bool _flip;
    private readonly int _depth;
    private readonly int _outputs;
    private readonly int _panels;
    private readonly int _groupTiles;
    private readonly Action<int, int> _transformWeights;
    private readonly Action<int, int> _transformInput;
    private readonly Action<int, int> _multiply;
    private readonly Action<int, int> _transformOutput;

    private MemoryRequest? _weightRequest;
    private MemoryRequest? _scratchRequest;
    private bool _keepsWeights;
    private float* _transformedWeights;
    private float* _inputs;
    private float* _sums;
    private float* _zeros;
    private float* _results;

    private float* _source;
    private float* _weights;
    private float* _destination;
    private Epilogue _epilogue;
    private int _firstTile;
    private int _groupCount;

    /// <summary>Prepares the loops.</summary>
    /// <param name="kernels">The register kernels.</param>
    /// <param name="team">The threads.</param>
    /// <param name="tiles">How tiles cover the pictures.</param>
    /// <param name="flip">Whether the taps are taken in reverse.</param>
    /// <param name="batchSize">The most pictures.</param>
    public WinogradConvolution(MatrixKernels kernels, ThreadTeam team, WinogradTiles tiles, bool flip, int batchSize)
    {
        _kernels = kernels;
        _transforms = kernels.Winograd;
        _team = team;
        _tiles = tiles;
        _flip = flip;
        _depth = tiles.Source.Channels;
        _outputs = tiles.Result.Channels;
        _panels = kernels.Panels(_outputs);
        _groupTiles = GroupTiles(tiles, batchSize);
        _transformWeights = TransformWeights;
        _transformInput = TransformInput;
        _multiply = Multiply;
        _transformOutput = TransformOutput;
    }

    public override string Name => "Winograd";

    /// <summary>Whether it suits a convolution better than the direct way.</summary>
    public static bool Suits(ConvolutionGeometry geometry, MatrixKernels kernels, int batchSize)
    {
        int width = kernels.Winograd.Width, inputs = geometry.Input.Channels, outputs = geometry.Output.Channels;
        if (geometry is not { Kernel: 3, Stride: 1, Dilation: 1, Padding: <= 2 } || inputs % width != 0 || outputs % width != 0)
            return false;
        var tiles = new WinogradTiles(geometry.Input, geometry.Output, geometry.Padding);
        return Math.Min(inputs, outputs) >= LeastChannels && tiles.PerPicture * batchSize >= LeastTiles;
    }

    /// <summary>As many tiles as the cache holds, but enough that reading the weights pays.</summary>
    public static int GroupTiles(WinogradTiles tiles, int batchSize)
    {
        int depth = tiles.Source.Channels, outputs = tiles.Result.Channels;
        int fitting = GroupValues / (Points * (depth + outputs));
        int paying = depth * outputs / (depth + outputs);
        return Math.Min(tiles.PerPicture * batchSize, Math.Max(BlockTiles, Math.Max(fitting, paying)));
    }

    public override IEnumerable<MemoryRequest> RequestMemory(int? moment)
    {
        _keepsWeights = moment is null;
        MemoryRequest Request(long length) => moment is { } time ? new MemoryRequest(length, time, time) : MemoryRequest.Always(length);
        _weightRequest = Request((long)Points * _panels * _depth * _kernels.PanelWidth);

        // Inputs and sums of a group, zeros for the padding, and each thread's results of one tile.
        _scratchRequest = Request(
            (long)Points * _groupTiles * (_depth + _outputs) + MemoryPlanner.Align(_depth)
            + (long)_team.Threads * WinogradKernels.OutputTile * WinogradKernels.OutputTile * _outputs);
        return [_weightRequest, _scratchRequest];
    }

    public override void UseMemory(float* arena)
    {
        _transformedWeights = arena + _weightRequest!.Offset;
        _zeros = arena + _scratchRequest!.Offset;
        _inputs = _zeros + MemoryPlanner.Align(_depth);
        _sums = _inputs + (nint)Points * _groupTiles * _depth;
        _results = _sums + (nint)Points * _groupTiles * _outputs;
    }

    public override void KeepWeights(float* weights)
    {
        _weights = weights;
        _team.Run(_panels, _transformWeights);
    }

    public override void Run(int count, float* source, float* weights, in Epilogue epilogue, float* destination)
    {
        if (!_keepsWeights)
            KeepWeights(weights);
        _source = source;
        _epilogue = epilogue;
        _destination = destination;
        new Span<float>(_zeros, _depth).Clear();
        int tiles = count * _tiles.PerPicture;
        for (_firstTile = 0; _firstTile < tiles; _firstTile += _groupTiles)
        {
            _groupCount = Math.Min(_groupTiles, tiles - _firstTile);
            int blocks = (_groupCount + BlockTiles - 1) / BlockTiles;
            _team.Run(_groupCount, _transformInput);
            _team.Run(Points * blocks, _multiply);
            _team.Run(_groupCount, _transformOutput);
        }
    }

    private void TransformWeights(int panel, int thread)
    {
        int width = _kernels.PanelWidth;
        nint panelLength = (nint)_depth * width;
        for (int c = 0; c < _depth; c++)
        {
            _transforms.TransformWeights(
                _weights + 9 * panel * panelLength + c * width, panelLength, _flip, width,
                _transformedWeights + panel * panelLength + c * width, _panels * panelLength);
        }
    }

    private void TransformInput(int task, int thread)
    {
        float** pixels = stackalloc float*[Points];
        _tiles.PointToInputs(_firstTile + task, _source, _zeros, pixels);
        _transforms.TransformInput(pixels, _depth, _inputs + (nint)task * _depth, (nint)_groupTiles * _depth);
    }

    /// <summary>A block of tiles' sums at one point.</summary>
    private void Multiply(int task, int thread)
    {
        (int point, int block) = Math.DivRem(task, (_groupCount + BlockTiles - 1) / BlockTiles);
        int first = block * BlockTiles, end = Math.Min(first + BlockTiles, _groupCount);
        float* inputs = _inputs + (nint)point * _groupTiles * _depth;
        float* sums = _sums + (nint)point * _groupTiles * _outputs;
        float** rows = stackalloc float*[MatrixKernels.TileRows];
        for (int panel = 0; panel < _panels; panel++)
        {
            float* weights = _transformedWeights + ((nint)point * _panels + panel) * _depth * _kernels.PanelWidth;
            int column = panel * _kernels.PanelWidth, validColumns = Math.Min(_kernels.PanelWidth, _outputs - column);
            for (int tile = first; tile < end; tile += MatrixKernels.TileRows)
            {
                for (int i = 0; i < MatrixKernels.TileRows; i++)
                    rows[i] = inputs + (nint)Math.Min(tile + i, end - 1) * _depth;
                _kernels.Convolve(
                    rows, taps: 1, _depth, weights, bias: null, addend: null, relu: false, sums + (nint)tile * _outputs + column, _outputs,
                    Math.Min(MatrixKernels.TileRows, end - tile), validColumns);
            }
        }
    }

    private void TransformOutput(int task, int thread)
    {
        float* results = _results + (nint)thread * WinogradKernels.OutputTile * WinogradKernels.OutputTile * _outputs;
        _transforms.TransformOutput(
            _sums + (nint)task * _outputs, (nint)_groupTiles * _outputs, _outputs, _epilogue.Bias, results);
        (int picture, int top, int left) = _tiles.Locate(_firstTile + task);
        int columns = Math.Min(WinogradKernels.OutputTile, _tiles.Result.Width - left);
        for (int y = 0; y < WinogradKernels.OutputTile && top + y < _tiles.Result.Height; y++)
        {
            nint offset = (nint)picture * _tiles.Result.Size + ((nint)(top + y) * _tiles.Result.Width + left) * _outputs;
            Finish(results + y * WinogradKernels.OutputTile * _outputs, offset, columns * _outputs);
        }
    }

    private void Finish(float* values, nint offset, int length)
    {
        float* target = _destination + offset;
        if (_epilogue.Addend != null)
            Elementwise.Add(_epilogue.Addend + offset, values, length);
        if (_epilogue.Relu)
            Elementwise.Relu(values, target, length);
        else if (_epilogue.Activation is { } activation)
            activation.Forward(values, target, length);
        else
            new ReadOnlySpan<float>(values, length).CopyTo(new Span<float>(target, length));
    }
}
