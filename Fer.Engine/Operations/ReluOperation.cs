namespace Fer.Engine;

/// <summary>A ReLU that could not be fused into the layer before it; works in place, a sample per task.</summary>
internal sealed unsafe class ReluOperation : Operation
{
    private readonly ThreadTeam _team;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;

    public ReluOperation(Value input, Value output, ThreadTeam team)
        : base(input, output)
    {
        _team = team;
        _forward = ForwardSample;
        _backward = BackwardSample;
    }

    public override bool IsInPlace => true;

    public override bool NeedsOutputForBackward => true;

    public override void Forward(in Pass pass) => _team.Run(pass.Count, _forward);

    public override void Backward(in Pass pass) => _team.Run(pass.Count, _backward);

    private void ForwardSample(int sample, int thread) =>
        Elementwise.Relu(new Span<float>(Output.Data + (nint)sample * Output.Size, Output.Size));

    private void BackwardSample(int sample, int thread)
    {
        if (Output.Gradient != null)
            Elementwise.ReluBackward(Output.Data + (nint)sample * Output.Size, Output.Gradient + (nint)sample * Output.Size, Output.Size);
    }
}
