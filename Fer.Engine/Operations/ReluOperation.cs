namespace Fer.Engine;

/// <summary>A ReLU that could not be fused into the layer before it.</summary>
internal sealed unsafe class ReluOperation(Value input, Value output, ThreadTeam team) : RangeOperation([input], output, team)
{
    public override bool CanWorkInPlace => true;

    public override bool NeedsOutputForBackward => true;

    protected override void ForwardRange(int first, int length) =>
        Elementwise.Relu(Input.Data + first, Output.Data + first, length);

    protected override void BackwardRange(int first, int length) => Elementwise.ReluBackward(
        Output.Data + first, Output.Gradient + first, Input.Gradient + first, length, InputGradients[0] == GradientMode.Accumulate);
}
