namespace Fer.Engine;

/// <summary>Sums over windows, divided: average, adaptive average and global sum pooling.</summary>
internal sealed unsafe class AveragePoolOperation : SampleOperation
{
    private readonly PoolingWindows _windows;
    private readonly int? _divisor;

    /// <summary>Prepares the operation.</summary>
    /// <param name="input">The pictures.</param>
    /// <param name="output">The averages.</param>
    /// <param name="windows">What each looks at.</param>
    /// <param name="divisor">What each sum is divided by; null for the number of its values.</param>
    /// <param name="team">The threads.</param>
    public AveragePoolOperation(Value input, Value output, PoolingWindows windows, int? divisor, ThreadTeam team)
        : base([input], output, team)
    {
        _windows = windows;
        _divisor = divisor;
    }

    protected override void ForwardSample(int sample)
    {
        int channels = Input.Shape.Channels;
        float* picture = Data(Input, sample), output = Data(Output, sample);
        foreach ((int top, int bottom) in _windows.Rows)
        {
            foreach ((int left, int right) in _windows.Columns)
            {
                new Span<float>(output, channels).Clear();
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                        Elementwise.Add(picture + (y * Input.Shape.Width + x) * channels, output, channels);
                }

                Elementwise.Scale(output, Factor(bottom - top, right - left), output, channels, accumulate: false);
                output += channels;
            }
        }
    }

    protected override void BackwardSample(int sample)
    {
        int channels = Input.Shape.Channels;
        float* picture = InputGradientToAddTo(sample), gradient = Gradient(Output, sample);
        foreach ((int top, int bottom) in _windows.Rows)
        {
            foreach ((int left, int right) in _windows.Columns)
            {
                float factor = Factor(bottom - top, right - left);
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                        Elementwise.Scale(gradient, factor, picture + (y * Input.Shape.Width + x) * channels, channels, accumulate: true);
                }

                gradient += channels;
            }
        }
    }

    private float Factor(int rows, int columns) => 1f / (_divisor ?? rows * columns);
}
