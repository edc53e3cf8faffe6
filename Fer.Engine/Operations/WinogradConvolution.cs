namespace Fer.Engine;

/// <summary>
/// A 3 x 3 convolution of stride 1 by <see cref="WinogradKernels"/>: a group of tiles at a time, transforms the inputs, multiplies
/// a matrix of tiles x channels by one of channels x outputs for each of the 36 points, and transforms the sums back. Serves
/// forward, and backward to the input with the kernel flipped.
/// </summary>
/// <remarks>
/// With few channels a group is a task: its values stay in the core's own cache. With many, the weights are what must not be
/// read too often: groups are large, and each of the three steps is shared out among the threads.
/// </remarks>
internal sealed unsafe class WinogradConvolution : ConvolutionAlgorithm
{
    /// <summary>With fewer tiles than this, reading the transformed weights takes longer than it saves.</summary>
    private const int LeastTiles = 32;

    /// <summary>With fewer channels than this, the transforms take longer than they save.</summary>
    private const int LeastChannels = 32;

    /// <summary>Transformed values of a group that is a task: most of a second-level cache.</summary>
    private const int TaskValues = 3 << 16;

    /// <summary>Tiles of a group that is a task: with fewer, the weights are read too often.</summary>
    private const int LeastTaskTiles = 3 * MatrixKernels.TileRows;

    private const int MostTaskTiles = 8 * MatrixKernels.TileRows;

    /// <summary>Transformed values of a shared group: what the last-level cache holds.</summary>
    private const int GroupValues = 3 << 19;

    /// <summary>Tiles per task of the matrix products: a multiple of the register tile.</summary>
    private const int BlockTiles = 12 * MatrixKernels.TileRows;

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
    private readonly bool _groupIsTask;
    private readonly long _groupLength;
    private readonly Action<int, int> _transformWeights;
    private readonly Action<int, int> _convolveGroup;
    private readonly Action<int, int> _transformInput;
    private readonly Action<int, int> _multiply;
    private readonly Action<int, int> _transformOutput;

    private MemoryRequest? _weightRequest;
    private MemoryRequest? _scratchRequest;
    private bool _keepsWeights;
    private float* _transformedWeights;
    private float* _zeros;
    private float* _results;
    private float* _groups;

    private float* _source;
    private float* _weights;
    private float* _destination;
    private Epilogue _epilogue;
    private int _tileCount;
    private Group _shared;

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
        int taskTiles = TaskValues / (Points * (_depth + _outputs)) / MatrixKernels.TileRows * MatrixKernels.TileRows;
        _groupIsTask = taskTiles >= LeastTaskTiles;
        _groupTiles = _groupIsTask ? Math.Min(taskTiles, MostTaskTiles) : GroupTiles(tiles, batchSize);
        _groupLength = MemoryPlanner.Align((long)Points * _groupTiles * (_depth + _outputs));
        _transformWeights = TransformWeights;
        _convolveGroup = ConvolveGroup;
        _transformInput = (tile, _) => TransformInput(_shared, tile);
        _multiply = MultiplyBlock;
        _transformOutput = (tile, thread) => TransformOutput(_shared, tile, thread);
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

        // Zeros for the padding, each thread's results of one tile, and the inputs and sums of a group or of one per thread.
        long groups = _groupIsTask ? _team.Threads : 1;
        _scratchRequest = Request(MemoryPlanner.Align(_depth) + (long)_team.Threads * ResultLength + groups * _groupLength);
        return [_weightRequest, _scratchRequest];
    }

    public override void UseMemory(float* arena)
    {
        _transformedWeights = arena + _weightRequest!.Offset;
        _zeros = arena + _scratchRequest!.Offset;
        _results = _zeros + MemoryPlanner.Align(_depth);
        _groups = _results + _team.Threads * ResultLength;
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
        _tileCount = count * _tiles.PerPicture;
        if (_groupIsTask)
        {
            _team.Run((_tileCount + _groupTiles - 1) / _groupTiles, _convolveGroup);
            return;
        }

        for (int first = 0; first < _tileCount; first += _groupTiles)
        {
            _shared = CreateGroup(first, _groups);
            _team.Run(_shared.Count, _transformInput);
            _team.Run(Points * Blocks(_shared), _multiply);
            _team.Run(_shared.Count, _transformOutput);
        }
    }

    private int ResultLength => (int)MemoryPlanner.Align(WinogradKernels.OutputTile * WinogradKernels.OutputTile * _outputs);

    private static int Blocks(in Group group) => (group.Count + BlockTiles - 1) / BlockTiles;

    private Group CreateGroup(int first, float* memory) => new()
    {
        First = first,
        Count = Math.Min(_groupTiles, _tileCount - first),
        Inputs = memory,
        Sums = memory + (nint)Points * _groupTiles * _depth,
    };

    private void ConvolveGroup(int task, int thread)
    {
        Group group = CreateGroup(task * _groupTiles, _groups + thread * _groupLength);
        for (int tile = 0; tile < group.Count; tile++)
            TransformInput(group, tile);
        for (int point = 0; point < Points; point++)
            Multiply(group, point, 0, group.Count);
        for (int tile = 0; tile < group.Count; tile++)
            TransformOutput(group, tile, thread);
    }

    /// <summary>Tiles that are transformed together.</summary>
    private struct Group
    {
        /// <summary>The number of the first tile.</summary>
        public int First;

        /// <summary>How many.</summary>
        public int Count;

        /// <summary>Points x tiles x channels.</summary>
        public float* Inputs;

        /// <summary>Points x tiles x outputs.</summary>
        public float* Sums;
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

    private void TransformInput(in Group group, int tile)
    {
        float** pixels = stackalloc float*[Points];
        _tiles.PointToInputs(group.First + tile, _source, _zeros, pixels);
        _transforms.TransformInput(pixels, _depth, group.Inputs + (nint)tile * _depth, (nint)_groupTiles * _depth);
    }

    private void MultiplyBlock(int task, int thread)
    {
        (int point, int block) = Math.DivRem(task, Blocks(_shared));
        Multiply(_shared, point, block * BlockTiles, Math.Min((block + 1) * BlockTiles, _shared.Count));
    }

    /// <summary>Some tiles' sums at one point.</summary>
    private void Multiply(in Group group, int point, int first, int end)
    {
        float* inputs = group.Inputs + (nint)point * _groupTiles * _depth;
        float* sums = group.Sums + (nint)point * _groupTiles * _outputs;
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
                    rows, taps: 1, tapNumbers: null, _depth, weights, bias: null, addend: null, relu: false,
                    sums + (nint)tile * _outputs + column, _outputs, Math.Min(MatrixKernels.TileRows, end - tile), validColumns);
            }
        }
    }

    private void TransformOutput(in Group group, int tile, int thread)
    {
        float* results = _results + (nint)thread * ResultLength;
        _transforms.TransformOutput(group.Sums + (nint)tile * _outputs, (nint)_groupTiles * _outputs, _outputs, _epilogue.Bias, results);
        (int picture, int top, int left) = _tiles.Locate(group.First + tile);
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
