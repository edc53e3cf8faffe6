namespace Fer.Engine;

/// <summary>A product of two values; the second may have one value per channel or per position.</summary>
internal sealed unsafe class MultiplyOperation(Value values, Value factors, Value output, ThreadTeam team)
    : SampleOperation([values, factors], output, team)
{
    private Value Factors => Inputs[1];

    private int Channels => Input.Shape.Channels;

    private bool IsPerChannel => Factors.Shape.Positions == 1 && Factors.Shape.Channels == Channels;

    private bool IsPerPosition => Factors.Shape.Channels == 1 && Channels > 1;

    public override bool NeedsInputForBackward(int input) => true;

    protected override void ForwardSample(int sample)
    {
        for (int p = 0; p < Input.Shape.Positions; p++)
        {
            float* row = Data(Input, sample) + p * Channels, output = Data(Output, sample) + p * Channels;
            if (IsPerPosition)
                Elementwise.Scale(row, Data(Factors, sample)[p], output, Channels, accumulate: false);
            else
                Elementwise.Multiply(row, FactorRow(Data(Factors, sample), p), output, Channels, accumulate: false);
        }
    }

    protected override void BackwardSample(int sample)
    {
        if (InputGradients[0] != GradientMode.None)
            BackwardToValues(sample, InputGradients[0] == GradientMode.Accumulate);
        if (InputGradients[1] != GradientMode.None)
            BackwardToFactors(sample, InputGradients[1] == GradientMode.Accumulate);
    }

    private void BackwardToValues(int sample, bool accumulate)
    {
        for (int p = 0; p < Input.Shape.Positions; p++)
        {
            float* gradient = Gradient(Output, sample) + p * Channels, target = Gradient(Input, sample) + p * Channels;
            if (IsPerPosition)
                Elementwise.Scale(gradient, Data(Factors, sample)[p], target, Channels, accumulate);
            else
                Elementwise.Multiply(gradient, FactorRow(Data(Factors, sample), p), target, Channels, accumulate);
        }
    }

    private void BackwardToFactors(int sample, bool accumulate)
    {
        float* target = Gradient(Factors, sample);
        for (int p = 0; p < Input.Shape.Positions; p++)
        {
            float* gradient = Gradient(Output, sample) + p * Channels, row = Data(Input, sample) + p * Channels;
            if (IsPerPosition)
                target[p] = (accumulate ? target[p] : 0) + Elementwise.Dot(gradient, row, Channels);
            else
                Elementwise.Multiply(gradient, row, FactorRow(target, p), Channels, accumulate || (IsPerChannel && p > 0));
        }
    }

    private float* FactorRow(float* factors, int position) => IsPerChannel ? factors : factors + position * Channels;
}
