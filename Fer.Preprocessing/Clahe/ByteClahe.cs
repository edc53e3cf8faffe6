namespace Fer.Preprocessing;

/// <summary>CLAHE on 8 bits per pixel for pictures of one size, vectorised and on several threads, with its scratch memory.</summary>
internal sealed unsafe class ByteClahe
{
    private const int Levels = 256;

    private readonly ClaheGrid _grid;
    private readonly byte[] _luts;
    private readonly TileRowEqualizer[] _equalizers;
    private readonly CellInterpolator[] _interpolators;
    private readonly PieceRunner _pieces = new();
    private readonly Action<int> _buildLuts;
    private readonly Action<int> _interpolate;
    private byte* _source;
    private byte* _destination;
    private int _sourceStride;
    private int _destinationStride;

    /// <param name="grid">The pictures' tiles.</param>
    /// <param name="threads">Into how many pieces the work is cut, at least 1.</param>
    public ByteClahe(ClaheGrid grid, int threads)
    {
        _grid = grid;
        _luts = new byte[grid.X.Tiles * grid.Y.Tiles * Levels];
        _equalizers = new TileRowEqualizer[Math.Min(threads, grid.Y.Tiles)];
        for (int i = 0; i < _equalizers.Length; i++)
            _equalizers[i] = new TileRowEqualizer(grid);
        _interpolators = new CellInterpolator[Math.Min(threads, grid.Y.Length)];
        for (int i = 0; i < _interpolators.Length; i++)
            _interpolators[i] = new CellInterpolator(grid);
        _buildLuts = BuildLuts;
        _interpolate = Interpolate;
    }

    /// <summary>Equalises a picture of the grid's size; the destination may be the source.</summary>
    public void Apply(ReadOnlySpan<byte> source, int sourceStride, Span<byte> destination, int destinationStride)
    {
        fixed (byte* from = source, to = destination)
        {
            _source = from;
            _sourceStride = sourceStride;
            _destination = to;
            _destinationStride = destinationStride;
            Run(_equalizers.Length, _buildLuts);
            Run(_interpolators.Length, _interpolate);
        }
    }

    private void Run(int pieces, Action<int> job)
    {
        if (pieces == 1)
            job(0);
        else
            _pieces.Run(pieces, job);
    }

    private ReadOnlySpan<byte> SourceRow(int y) => new(_source + ((nint)y * _sourceStride), _grid.X.Length);

    private Span<byte> DestinationRow(int y) => new(_destination + ((nint)y * _destinationStride), _grid.X.Length);

    private void BuildLuts(int piece)
    {
        int lutRow = _grid.X.Tiles * Levels;
        TileRowEqualizer equalizer = _equalizers[piece];
        (int first, int end) = Part(_grid.Y.Tiles, piece, _equalizers.Length);
        for (int tileY = first; tileY < end; tileY++)
        {
            for (int y = 0; y < _grid.Y.TileLength; y++)
                equalizer.ReadRow(SourceRow(_grid.Y.Reflect((tileY * _grid.Y.TileLength) + y)), y);
            equalizer.BuildLuts(_luts.AsSpan(tileY * lutRow, lutRow));
        }
    }

    private void Interpolate(int piece)
    {
        CellInterpolator interpolator = _interpolators[piece];
        (int first, int end) = Part(_grid.Y.Length, piece, _interpolators.Length);
        int woven = -1;
        for (int y = first; y < end; y++)
        {
            (int cell, float bottomWeight) = _grid.Y.Locate(y);
            if (cell != woven)
                interpolator.WeaveLuts(_luts, woven = cell);
            interpolator.InterpolateRow(SourceRow(y), DestinationRow(y), bottomWeight);
        }
    }

    private static (int First, int End) Part(int count, int part, int parts) =>
        ((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
}
