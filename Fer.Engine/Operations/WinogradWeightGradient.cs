namespace Fer.Engine;

/// <summary>
/// The gradient of a 3 x 3 kernel by <see cref="WinogradKernels"/>: transforms a group of tiles of inputs and of gradients, adds up
/// their outer products for each of the 36 points, and transforms the sums back at the end.
/// </summary>
internal sealed unsafe class WinogradWeightGradient : WeightGradientAlgorithm
{
    private const int Points = WinogradKernels.Points;

    /// <summary>Tiles per call of the kernel: a panel of them and six channels fill half of the first-level cache.</summary>
    private const int BlockTiles = 128;

    private readonly MatrixKernels _kernels;
    private readonly WinogradKernels _transforms;
    private readonly ThreadTeam _team;
    private readonly WinogradTiles _tiles;
    private readonly int _depth;
    private readonly int _outputs;
    private readonly int _panels;
    private readonly int _groupTiles;
    private readonly Action<int, int> _transform;
    private readonly Action<int, int> _accumulate;
    private readonly Action<int, int> _transformBack;
    private readonly MemoryRequest _scratch;
    private readonly MemoryRequest _sumsRequest;
    private float* _zeros;
    private float* _inputs;
    private float* _gradients;
    private float* _sums;

    private float* _input;
    private float* _outputGradient;
    private float* _gradient;
    private int _firstTile;
    private int _groupCount;

    /// <summary>Prepares the loops.</summary>
    /// <param name="kernels">The register kernels.</param>
    /// <param name="team">The threads.</param>
    /// <param name="tiles">How tiles cover the outputs.</param>
    /// <param name="batchSize">The most pictures.</param>
    /// <param name="backward">The moment it runs.</param>
    public WinogradWeightGradient(MatrixKernels kernels, ThreadTeam team, WinogradTiles tiles, int batchSize, int backward)
    {
        _kernels = kernels;
        _transforms = kernels.Winograd;
        _team = team;
        _tiles = tiles;
        _depth = tiles.Source.Channels;
        _outputs = tiles.Result.Channels;
        _panels = kernels.Panels(_outputs);
        _groupTiles = WinogradConvolution.GroupTiles(tiles, batchSize);
        _transform = Transform;
        _accumulate = Accumulate;
        _transformBack = TransformBack;

        // The kernel reads six channels at once, at the last channel of the last tile beyond the inputs' end.
        long zeros = MemoryPlanner.Align(Math.Max(_depth, _outputs)), spare = MemoryPlanner.Align(MatrixKernels.TileRows);
        long group = (long)Points * _groupTiles * (_depth + _panels * _kernels.PanelWidth);
        _scratch = new MemoryRequest(zeros + group + spare, backward, backward);
        _sumsRequest = new MemoryRequest((long)Points * _panels * _depth * _kernels.PanelWidth, backward, backward);
    }

    public override IEnumerable<MemoryRequest> Memory => [_scratch, _sumsRequest];

    public override void UseMemory(float* arena)
    {
        _zeros = arena + _scratch.Offset;
        _gradients = _zeros + MemoryPlanner.Align(Math.Max(_depth, _outputs));
        _inputs = _gradients + (nint)Points * _groupTiles * _panels * _kernels.PanelWidth;
        _sums = arena + _sumsRequest.Offset;
    }

    public override void Run(int count, float* input, float* outputGradient, float* gradient)
    {
        _input = input;
        _outputGradient = outputGradient;
        _gradient = gradient;
        new Span<float>(_zeros, Math.Max(_depth, _outputs)).Clear();
        int tiles = count * _tiles.PerPicture;
        for (_firstTile = 0; _firstTile < tiles; _firstTile += _groupTiles)
        {
            _groupCount = Math.Min(_groupTiles, tiles - _firstTile);
            _team.Run(_groupCount, _transform);
            _team.Run(Points * _panels, _accumulate);
        }

        _team.Run(_panels, _transformBack);
    }

    private void Transform(int task, int thread)
    {
        float** pixels = stackalloc float*[Points];
        int tile = _firstTile + task, width = _kernels.PanelWidth;
        _tiles.PointToInputs(tile, _input, _zeros, pixels);
        _transforms.TransformInput(pixels, _depth, _inputs + (nint)task * _depth, (nint)_groupTiles * _depth);

        _tiles.PointToOutputs(tile, _outputGradient, _zeros, pixels);
        nint step = (nint)_groupTiles * _panels * width;
        for (int panel = 0; panel < _panels; panel++)
        {
            float* result = _gradients + ((nint)panel * _groupTiles + task) * width;
            int valid = Math.Min(width, _outputs - panel * width);
            _transforms.TransformGradient(pixels, panel * width, valid, result, step);
            for (int point = 0; point < Points && valid < width; point++)
                new Span<float>(result + point * step + valid, width - valid).Clear();
        }
    }

    private void Accumulate(int task, int thread)
    {
        (int point, int panel) = Math.DivRem(task, _panels);
        int width = _kernels.PanelWidth, start = 0;
        float* inputs = _inputs + (nint)point * _groupTiles * _depth;
        float* gradients = _gradients + ((nint)point * _panels + panel) * _groupTiles * width;
        float* sums = _sums + ((nint)point * _panels + panel) * _depth * width;
        for (int first = 0; first < _groupCount; first += BlockTiles)
        {
            int tiles = Math.Min(BlockTiles, _groupCount - first);
            for (int channel = 0; channel < _depth; channel += MatrixKernels.TileRows)
            {
                _kernels.AccumulateOuterProducts(
                    inputs + (nint)first * _depth + channel, &start, _depth, gradients + (nint)first * width, rows: 1, tiles,
                    sums + (nint)channel * width, Math.Min(MatrixKernels.TileRows, _depth - channel),
                    accumulate: _firstTile > 0 || first > 0);
            }
        }
    }

    private void TransformBack(int panel, int thread)
    {
        int width = _kernels.PanelWidth;
        nint panelLength = (nint)_depth * width;
        for (int c = 0; c < _depth; c++)
        {
            _transforms.TransformWeightGradient(
                _sums + panel * panelLength + c * width, _panels * panelLength, width,
                _gradient + 9 * panel * panelLength + c * width, panelLength);
        }
    }
}
