namespace Fer.Engine;

/// <summary>
/// Makes a vector of a picture without moving its values where no one else reads the picture: they stay in H x W x C order,
/// and the parameters behind them are laid out to match.
/// </summary>
internal sealed unsafe class FlattenOperation(Value input, Value output, ThreadTeam team) : SampleOperation([input], output, team)
{
    public override bool CanWorkInPlace => true;

    public override void Forward(in Pass pass)
    {
        if (!IsInPlace)
            base.Forward(pass);
    }

    public override void Backward(in Pass pass)
    {
        if (!IsInPlace)
            base.Backward(pass);
    }

    protected override void ForwardSample(int sample) =>
        new ReadOnlySpan<float>(Data(Input, sample), Input.Size).CopyTo(new Span<float>(Data(Output, sample), Output.Size));

    protected override void BackwardSample(int sample) =>
        Elementwise.Add(Gradient(Output, sample), InputGradientToAddTo(sample), Input.Size);
}
