namespace Fer.Engine;

/// <summary>
/// The loops around <see cref="MatrixKernels.AccumulateOuterProducts"/>: the gradient of a convolution's weights,
/// <c>dW[tap][c][o] = sum over pixels p of x[p + tap][c] * dy[p][o]</c>. A few pictures at a time, so that they stay in the
/// cache: packs the zero-padded input into slices of six channels and the output's gradient into panels, then lets each
/// task sum its own tiles. Pictures are added in order, so the sum does not depend on the threads.
/// </summary>
internal sealed unsafe class DirectWeightGradient : WeightGradientAlgorithm
{
    private const int TileRows = MatrixKernels.TileRows;

    /// <summary>Pixels per call of the kernel: a panel of them fills about the first-level cache.</summary>
    private const int BlockPixels = 512;

    /// <summary>Packed values per group of pictures: what the last-level cache holds.</summary>
    private const int GroupValues = 3 << 19;

    /// <summary>Multiply-adds (in tiles x pixels) that make a task worth its start.</summary>
    private const int TaskPixels = 8192;

    private readonly MatrixKernels _kernels;
    private readonly ThreadTeam _team;
    private readonly ConvolutionGeometry _geometry;
    private readonly Action<int, int> _pack;
    private readonly Action<int, int> _accumulate;
    private readonly int[] _inputPixels;
    private readonly int _outputs;
    private readonly int _groupImages;

    // A shallow input (few channels) is gathered: its taps become channels of one tap.
    private readonly bool _shallow;
    private readonly ShallowGather? _gather;

    // Without padding and stride, all pixels of a group are one long row.
    private readonly bool _contiguous;
    private readonly int _taps;
    private readonly int _depth;
    private readonly int _paddedHeight;
    private readonly int _paddedWidth;
    private readonly int _step;
    private readonly int _rows;
    private readonly int _rowPixels;
    private readonly int _tiles;
    private readonly int _panels;
    private readonly int _tilesPerTask;
    private readonly int _tasksPerPanel;
    private readonly int[] _leftRows;

    private readonly MemoryRequest _left;
    private readonly MemoryRequest _right;
    private readonly MemoryRequest _gatheredRows;
    private float* _leftPacked;
    private float* _rightPacked;
    private float* _gathered;

    private float* _input;
    private float* _outputGradient;
    private float* _gradient;
    private int _firstImage;
    private int _images;

    /// <summary>Prepares the loops.</summary>
    /// <param name="kernels">The register kernels.</param>
    /// <param name="team">The threads.</param>
    /// <param name="geometry">The convolution.</param>
    /// <param name="batchSize">The most pictures.</param>
    /// <param name="backward">The moment it runs.</param>
    public DirectWeightGradient(MatrixKernels kernels, ThreadTeam team, ConvolutionGeometry geometry, int batchSize, int backward)
    {
        _kernels = kernels;
        _team = team;
        _geometry = geometry;
        _pack = Pack;
        _accumulate = Accumulate;
        _inputPixels = geometry.InputPixels();
        _outputs = geometry.Output.Channels;
        _shallow = geometry.Taps > 1 && geometry.Input.Channels < MatrixKernels.ShallowDepth;
        _taps = _shallow ? 1 : geometry.Taps;
        _depth = _shallow ? geometry.Taps * geometry.Input.Channels : geometry.Input.Channels;
        _contiguous = _shallow || (geometry.Taps == 1 && geometry.Stride == 1 && geometry.Padding == 0);
        _paddedHeight = _contiguous ? geometry.Output.Height : geometry.Input.Height + 2 * geometry.Padding;
        _paddedWidth = _contiguous ? geometry.Output.Width : geometry.Input.Width + 2 * geometry.Padding;
        _step = (_contiguous ? 1 : geometry.Stride) * TileRows;
        _rows = _contiguous ? 1 : geometry.Output.Height;
        _rowPixels = _contiguous ? geometry.Output.Positions : geometry.Output.Width;
        _tiles = (_depth + TileRows - 1) / TileRows;
        _panels = kernels.Panels(_outputs);
        long packedPerImage = (long)_paddedHeight * _paddedWidth * _tiles * TileRows
            + (long)geometry.Output.Positions * _panels * kernels.PanelWidth;
        _groupImages = (int)Math.Clamp(GroupValues / packedPerImage, 1, batchSize);
        _gather = _shallow ? new ShallowGather(_inputPixels, geometry.Kernel, geometry.Input.Channels) : null;
        long tilePixels = (long)_taps * _groupImages * geometry.Output.Positions;
        _tilesPerTask = (int)Math.Clamp(TaskPixels / tilePixels, 1, _tiles);
        _tasksPerPanel = (_tiles + _tilesPerTask - 1) / _tilesPerTask;

        _leftRows = new int[_groupImages * _rows];
        for (int i = 0; i < _leftRows.Length; i++)
        {
            (int image, int y) = Math.DivRem(i, _rows);
            _leftRows[i] = (image * _paddedHeight + y * geometry.Stride) * _paddedWidth * TileRows;
        }

        long groupPadded = (long)_groupImages * _paddedHeight * _paddedWidth;
        _left = new MemoryRequest(_tiles * groupPadded * TileRows, backward, backward);
        _gatheredRows = new MemoryRequest(_shallow ? team.Threads * MemoryPlanner.Align(_depth) : 0, backward, backward);
        _right = new MemoryRequest((long)_panels * _groupImages * geometry.Output.Positions * kernels.PanelWidth, backward, backward);
    }

    public override IEnumerable<MemoryRequest> Memory => [_left, _right, _gatheredRows];

    public override void UseMemory(float* arena)
    {
        _leftPacked = arena + _left.Offset;
        _rightPacked = arena + _right.Offset;
        _gathered = arena + _gatheredRows.Offset;
    }

    public override void Run(int count, float* input, float* outputGradient, float* gradient)
    {
        _input = input;
        _outputGradient = outputGradient;
        _gradient = gradient;
        for (_firstImage = 0; _firstImage < count; _firstImage += _groupImages)
        {
            _images = Math.Min(_groupImages, count - _firstImage);
            _team.Run(_panels + (_shallow ? _images * _geometry.Output.Height : _tiles), _pack);
            _team.Run(_panels * _tasksPerPanel, _accumulate);
        }
    }

    private void Pack(int task, int thread)
    {
        if (task < _panels)
            PackPanel(task);
        else if (_shallow)
            GatherRow(task - _panels, thread);
        else
            PackTile(task - _panels);
    }

    /// <summary>Copies one panel of the output's gradient: pixels x PanelWidth, zeros beyond the last output.</summary>
    private void PackPanel(int panel)
    {
        int width = _kernels.PanelWidth;
        int valid = Math.Min(width, _outputs - panel * width);
        int pixels = _images * _geometry.Output.Positions;
        float* source = _outputGradient + (nint)_firstImage * _geometry.Output.Positions * _outputs + panel * width;
        float* target = PackedPanel(panel);
        for (int p = 0; p < pixels; p++, source += _outputs, target += width)
        {
            new ReadOnlySpan<float>(source, valid).CopyTo(new Span<float>(target, valid));
            if (valid < width)
                new Span<float>(target + valid, width - valid).Clear();
        }
    }

    /// <summary>Copies six channels of the input with zeros around each picture, and beyond the last channel.</summary>
    private void PackTile(int tile)
    {
        float* target = PackedTile(tile);
        int channel = tile * TileRows;
        int valid = Math.Min(TileRows, _depth - channel);
        for (int image = 0; image < _images; image++)
        {
            float* picture = _input + (nint)(_firstImage + image) * _geometry.Input.Size;
            float* packed = target + (nint)image * _paddedHeight * _paddedWidth * TileRows;
            CopyChannels(picture + channel, packed, valid);
        }
    }

    private void CopyChannels(float* picture, float* packed, int valid)
    {
        TensorShape input = _geometry.Input;
        int padding = (_paddedWidth - input.Width) / 2;
        if (padding > 0 || valid < TileRows)
            new Span<float>(packed, _paddedHeight * _paddedWidth * TileRows).Clear();
        for (int y = 0; y < input.Height; y++)
        {
            float* source = picture + (nint)y * input.Width * input.Channels;
            float* target = packed + ((nint)(y + padding) * _paddedWidth + padding) * TileRows;
            for (int x = 0; x < input.Width; x++, source += input.Channels, target += TileRows)
            {
                for (int c = 0; c < valid; c++)
                    target[c] = source[c];
            }
        }
    }

    /// <summary>A row of output pixels: the values under their taps, six to a tile.</summary>
    private void GatherRow(int task, int thread)
    {
        (int image, int y) = Math.DivRem(task, _geometry.Output.Height);
        float* picture = _input + (nint)(_firstImage + image) * _geometry.Input.Size;
        int first = y * _geometry.Output.Width;
        float* packed = PackedTile(0) + ((nint)image * _geometry.Output.Positions + first) * TileRows;
        nint tileLength = (nint)(PackedTile(1) - PackedTile(0));
        float* values = _gathered + (nint)thread * MemoryPlanner.Align(_depth);
        for (int x = 0; x < _geometry.Output.Width; x++, packed += TileRows)
        {
            _gather!.Gather(picture, first + x, values);
            for (int tile = 0; tile < _tiles; tile++)
            {
                for (int i = 0; i < TileRows; i++)
                    packed[tile * tileLength + i] = tile * TileRows + i < _depth ? values[tile * TileRows + i] : 0;
            }
        }
    }

    private void Accumulate(int task, int thread)
    {
        (int panel, int group) = Math.DivRem(task, _tasksPerPanel);
        int endTile = Math.Min((group + 1) * _tilesPerTask, _tiles);
        int rows = _contiguous ? 1 : _images * _rows, pixels = _contiguous ? _images * _rowPixels : _rowPixels;
        int blockRows = Math.Max(1, BlockPixels / pixels), blockPixels = _contiguous ? Math.Min(BlockPixels, pixels) : pixels;
        for (int row = 0; row < rows; row += blockRows)
        {
            for (int pixel = 0; pixel < pixels; pixel += blockPixels)
            {
                var block = new Block(row, Math.Min(blockRows, rows - row), pixel, Math.Min(blockPixels, pixels - pixel));
                for (int tile = group * _tilesPerTask; tile < endTile; tile++)
                    AccumulateTile(panel, tile, block);
            }
        }
    }

    /// <summary>Rows of pixels, or a part of one.</summary>
    private readonly record struct Block(int FirstRow, int Rows, int FirstPixel, int Pixels);

    private void AccumulateTile(int panel, int tile, in Block block)
    {
        int width = _kernels.PanelWidth, channel = tile * TileRows;
        float* right = PackedPanel(panel) + ((nint)block.FirstRow * _rowPixels + block.FirstPixel) * width;
        fixed (int* leftRows = _leftRows)
        {
            for (int tap = 0; tap < _taps; tap++)
            {
                (int tapY, int tapX) = Math.DivRem(tap, _geometry.Kernel);
                int tapOffset = (tapY * _paddedWidth + tapX) * _geometry.Dilation * TileRows;
                float* left = PackedTile(tile) + tapOffset + (nint)block.FirstPixel * _step;
                float* target = _gradient + (((nint)panel * _taps + tap) * _depth + channel) * width;
                _kernels.AccumulateOuterProducts(
                    left, leftRows + block.FirstRow, _step, right, block.Rows, block.Pixels, target, Math.Min(TileRows, _depth - channel),
                    accumulate: _firstImage > 0 || block.FirstRow > 0 || block.FirstPixel > 0);
            }
        }
    }

    private float* PackedPanel(int panel) =>
        _rightPacked + (nint)panel * _groupImages * _geometry.Output.Positions * _kernels.PanelWidth;

    private float* PackedTile(int tile) => _leftPacked + (nint)tile * _groupImages * _paddedHeight * _paddedWidth * TileRows;
}
