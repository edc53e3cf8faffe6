namespace Fer.Engine;

/// <summary>An activation function that could not be fused; ReLU has an operation of its own, which works in place.</summary>
internal sealed unsafe class ActivationOperation(Value input, Value output, ActivationKernel kernel, ThreadTeam team)
    : RangeOperation([input], output, team)
{
    public override bool NeedsInputForBackward(int input) => input == 0;

    protected override void ForwardRange(int first, int length) => kernel.Forward(Input.Data + first, Output.Data + first, length);

    protected override void BackwardRange(int first, int length) => kernel.Backward(
        Input.Data + first, Output.Gradient + first, Input.Gradient + first, length, InputGradients[0] == GradientMode.Accumulate);
}
