namespace Fer.Engine;

/// <summary>Max pooling, a sample per task; notes which position of each window won, the first of equals as PyTorch does.</summary>
internal sealed unsafe class MaxPoolOperation : Operation
{
    private readonly MaxPool2d _layer;
    private readonly ThreadTeam _team;
    private readonly int _batchSize;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private MemoryRequest? _positions;
    private int* _positionData;

    public MaxPoolOperation(Value input, Value output, MaxPool2d layer, ThreadTeam team, int batchSize)
        : base(input, output)
    {
        _layer = layer;
        _team = team;
        _batchSize = batchSize;
        _forward = ForwardSample;
        _backward = BackwardSample;
    }

    public override IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward)
    {
        if (backward is not { } moment)
            return [];
        _positions = new MemoryRequest((long)_batchSize * Output.Size, forward, moment);
        return [_positions];
    }

    public override void UseMemory(float* arena) => _positionData = _positions is null ? null : (int*)(arena + _positions.Offset);

    public override void Forward(in Pass pass) => _team.Run(pass.Count, _forward);

    public override void Backward(in Pass pass)
    {
        if (Input.Gradient != null)
            _team.Run(pass.Count, _backward);
    }

    private void ForwardSample(int sample, int thread)
    {
        int channels = Input.Shape.Channels;
        float* picture = Input.Data + (nint)sample * Input.Size;
        float* output = Output.Data + (nint)sample * Output.Size;
        int* positions = _positionData == null ? null : _positionData + (nint)sample * Output.Size;
        new Span<float>(output, Output.Size).Fill(float.NegativeInfinity);
        for (int y = 0; y < Output.Shape.Height; y++)
        {
            for (int x = 0; x < Output.Shape.Width; x++)
            {
                for (int position = 0; position < _layer.Kernel * _layer.Kernel; position++)
                    Elementwise.Max(picture + WindowOffset(y, x, position), position, output, positions, channels);
                output += channels;
                if (positions != null)
                    positions += channels;
            }
        }
    }

    private void BackwardSample(int sample, int thread)
    {
        int channels = Input.Shape.Channels;
        float* picture = Input.Gradient + (nint)sample * Input.Size;
        float* gradient = Output.Gradient + (nint)sample * Output.Size;
        int* positions = _positionData + (nint)sample * Output.Size;
        new Span<float>(picture, Input.Size).Clear();
        for (int y = 0; y < Output.Shape.Height; y++)
        {
            for (int x = 0; x < Output.Shape.Width; x++, gradient += channels, positions += channels)
            {
                for (int position = 0; position < _layer.Kernel * _layer.Kernel; position++)
                    Elementwise.MaxBackward(gradient, positions, position, picture + WindowOffset(y, x, position), channels);
            }
        }
    }

    private nint WindowOffset(int y, int x, int position)
    {
        int row = y * _layer.Stride + position / _layer.Kernel;
        int column = x * _layer.Stride + position % _layer.Kernel;
        return ((nint)row * Input.Shape.Width + column) * Input.Shape.Channels;
    }
}
