namespace Fer.Engine;

/// <summary>Stochastic depth, in place where it can be: each sample times 0 or 1 / (1 - rate) while training.</summary>
internal sealed unsafe class StochasticDepthOperation(Value input, Value output, StochasticDepth layer, int node, ThreadTeam team)
    : SampleOperation([input], output, team)
{
    public override bool CanWorkInPlace => true;

    public override void Forward(in Pass pass)
    {
        if (!IsInPlace || pass.IsTraining)
            base.Forward(pass);
    }

    protected override void ForwardSample(int sample)
    {
        float factor = Pass.IsTraining ? Factor(sample) : 1;
        Elementwise.Scale(Data(Input, sample), factor, Data(Output, sample), Output.Size, accumulate: false);
    }

    protected override void BackwardSample(int sample) => Elementwise.Scale(
        Gradient(Output, sample), Factor(sample), Gradient(Input, sample), Output.Size, InputGradients[0] == GradientMode.Accumulate);

    private float Factor(int sample) => StochasticDepthMask.Factor(Pass, node, sample, layer.Rate);
}
