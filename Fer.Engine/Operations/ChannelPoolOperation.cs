namespace Fer.Engine;

/// <summary>The maximum and the mean over the channels at each position.</summary>
internal sealed unsafe class ChannelPoolOperation(Value input, Value output, ThreadTeam team) : SampleOperation([input], output, team)
{
    private int Channels => Input.Shape.Channels;

    public override bool NeedsInputForBackward(int input) => input == 0;

    protected override void ForwardSample(int sample)
    {
        float* row = Data(Input, sample), result = Data(Output, sample);
        for (int p = 0; p < Input.Shape.Positions; p++, row += Channels, result += 2)
        {
            result[0] = row[FirstMaximum(row)];
            result[1] = Elementwise.Sum(row, Channels) / Channels;
        }
    }

    protected override void BackwardSample(int sample)
    {
        float* row = Data(Input, sample), gradient = Gradient(Output, sample), target = InputGradientToAddTo(sample);
        for (int p = 0; p < Input.Shape.Positions; p++, row += Channels, gradient += 2, target += Channels)
        {
            Elementwise.AddConstant(gradient[1] / Channels, target, Channels);
            target[FirstMaximum(row)] += gradient[0];
        }
    }

    private int FirstMaximum(float* row)
    {
        int best = 0;
        for (int c = 1; c < Channels; c++)
            best = row[c] > row[best] ? c : best;
        return best;
    }
}
