namespace Fer.Engine;

/// <summary>Maxima over windows; notes which position of each window won, the first of equals as PyTorch does.</summary>
internal sealed unsafe class MaxPoolOperation : SampleOperation
{
    private readonly PoolingWindows _windows;
    private readonly int _batchSize;
    private MemoryRequest? _positions;
    private int* _positionData;

    public MaxPoolOperation(Value input, Value output, PoolingWindows windows, ThreadTeam team, int batchSize)
        : base([input], output, team)
    {
        _windows = windows;
        _batchSize = batchSize;
    }

    public override IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward)
    {
        _positions = backward is { } moment ? new MemoryRequest((long)_batchSize * Output.Size, forward, moment) : null;
        return _positions is null ? [] : [_positions];
    }

    public override void UseMemory(float* arena) => _positionData = _positions is null ? null : (int*)(arena + _positions.Offset);

    protected override void ForwardSample(int sample)
    {
        int channels = Input.Shape.Channels;
        float* picture = Data(Input, sample), output = Data(Output, sample);
        int* positions = Positions(sample);
        new Span<float>(output, Output.Size).Fill(float.NegativeInfinity);
        if (positions != null)
            new Span<int>(positions, Output.Size).Clear();
        foreach ((int top, int bottom) in _windows.Rows)
        {
            foreach ((int left, int right) in _windows.Columns)
            {
                int position = 0;
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                        Elementwise.Max(picture + (y * Input.Shape.Width + x) * channels, position++, output, positions, channels);
                }

                output += channels;
                if (positions != null)
                    positions += channels;
            }
        }
    }

    protected override void BackwardSample(int sample)
    {
        int channels = Input.Shape.Channels;
        float* picture = InputGradientToAddTo(sample), gradient = Gradient(Output, sample);
        int* positions = Positions(sample);
        foreach ((int top, int bottom) in _windows.Rows)
        {
            foreach ((int left, int right) in _windows.Columns)
            {
                int position = 0;
                for (int y = top; y < bottom; y++)
                {
                    float* row = picture + y * Input.Shape.Width * channels;
                    for (int x = left; x < right; x++)
                        Elementwise.MaxBackward(gradient, positions, position++, row + x * channels, channels);
                }

                gradient += channels;
                positions += channels;
            }
        }
    }

    private int* Positions(int sample) => _positionData == null ? null : _positionData + (nint)sample * Output.Size;
}
