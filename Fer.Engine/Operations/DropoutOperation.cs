namespace Fer.Engine;

/// <summary>
/// Dropout in place, a sample per task. The mask is not kept: each sample's numbers come from a stream keyed by layer, step
/// and sample, and going back draws them again.
/// </summary>
internal sealed unsafe class DropoutOperation : Operation
{
    private const ulong StreamKey = 0x44524F504F555431; // sets this stream apart from the seed's other uses

    private readonly Dropout _layer;
    private readonly ThreadTeam _team;
    private readonly int _node;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private Pass _pass;

    public DropoutOperation(Value input, Value output, Dropout layer, int node, ThreadTeam team)
        : base(input, output)
    {
        _layer = layer;
        _team = team;
        _node = node;
        _forward = ForwardSample;
        _backward = BackwardSample;
    }

    public override bool IsInPlace => true;

    public override void Forward(in Pass pass)
    {
        if (!pass.IsTraining || _layer.Rate == 0)
            return;
        _pass = pass;
        _team.Run(pass.Count, _forward);
    }

    public override void Backward(in Pass pass)
    {
        if (Output.Gradient == null || _layer.Rate == 0)
            return;
        _pass = pass;
        _team.Run(pass.Count, _backward);
    }

    /// <summary>The numbers that decide a sample's mask.</summary>
    internal static RandomGenerator MaskGenerator(in Pass pass, int node, int sample) =>
        RandomGenerator.Create(pass.Seed, StreamKey, (ulong)node, (ulong)pass.Step, (ulong)sample);

    private void ForwardSample(int sample, int thread) => Mask(Output.Data, sample);

    private void BackwardSample(int sample, int thread) => Mask(Output.Gradient, sample);

    private void Mask(float* values, int sample)
    {
        RandomGenerator random = MaskGenerator(_pass, _node, sample);
        Elementwise.Dropout(new Span<float>(values + (nint)sample * Output.Size, Output.Size), _layer.Rate, ref random);
    }
}
