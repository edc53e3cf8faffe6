namespace Fer.Engine;

/// <summary>
/// Dropout, in place where it can be. The mask is not kept: each sample's numbers come from a stream keyed by layer, step
/// and sample, and going back draws them again.
/// </summary>
internal sealed unsafe class DropoutOperation(Value input, Value output, Dropout layer, int node, ThreadTeam team)
    : SampleOperation([input], output, team)
{
    private const ulong StreamKey = 0x44524F504F555431; // sets this stream apart from the seed's other uses

    public override bool CanWorkInPlace => true;

    public override void Forward(in Pass pass)
    {
        if (!IsInPlace || IsActive(pass))
            base.Forward(pass);
    }

    /// <summary>The numbers that decide a sample's mask.</summary>
    internal static RandomGenerator MaskGenerator(in Pass pass, int node, int sample) =>
        RandomGenerator.Create(pass.Seed, StreamKey, (ulong)node, (ulong)pass.Step, (ulong)sample);

    protected override void ForwardSample(int sample)
    {
        if (!IsInPlace)
            new ReadOnlySpan<float>(Data(Input, sample), Input.Size).CopyTo(new Span<float>(Data(Output, sample), Output.Size));
        if (IsActive(Pass))
            Mask(Data(Output, sample), sample);
    }

    protected override void BackwardSample(int sample)
    {
        Mask(Gradient(Output, sample), sample);
        if (!IsInPlace)
            Elementwise.Add(Gradient(Output, sample), InputGradientToAddTo(sample), Input.Size);
    }

    private bool IsActive(in Pass pass) => pass.IsTraining && layer.Rate > 0;

    private void Mask(float* values, int sample)
    {
        if (layer.Rate == 0)
            return;
        RandomGenerator random = MaskGenerator(Pass, node, sample);
        Elementwise.Dropout(new Span<float>(values, Output.Size), layer.Rate, ref random);
    }
}
