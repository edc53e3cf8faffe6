namespace Fer.Engine;

/// <summary>
/// Brings a flattened picture's values from H x W x C into C x H x W order, for layers that mix vectors of other origins.
/// </summary>
internal sealed unsafe class ReorderOperation(Value input, Value output, ThreadTeam team) : SampleOperation([input], output, team)
{
    private TensorShape Order => Input.FlattenedFrom ?? Input.Shape;

    protected override void ForwardSample(int sample) =>
        Layouts.ToChannelsFirst(Order, Data(Input, sample), new Span<float>(Data(Output, sample), Output.Size));

    protected override void BackwardSample(int sample)
    {
        float* gradient = Gradient(Output, sample), target = InputGradientToAddTo(sample);
        for (int c = 0; c < Order.Channels; c++)
        {
            for (int p = 0; p < Order.Positions; p++)
                target[p * Order.Channels + c] += gradient[c * Order.Positions + p];
        }
    }
}
