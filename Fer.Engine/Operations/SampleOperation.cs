namespace Fer.Engine;

/// <summary>An operation on each sample by itself: a sample is a task.</summary>
internal abstract class SampleOperation : Operation
{
    private readonly ThreadTeam _team;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;

    protected SampleOperation(Value[] inputs, Value output, ThreadTeam team)
        : base(inputs, output)
    {
        _team = team;
        _forward = (sample, _) => ForwardSample(sample);
        _backward = (sample, _) => BackwardSample(sample);
    }

    /// <summary>The pass under way.</summary>
    protected Pass Pass { get; private set; }

    public override void Forward(in Pass pass)
    {
        Pass = pass;
        _team.Run(pass.Count, _forward);
    }

    public override void Backward(in Pass pass)
    {
        Pass = pass;
        if (Array.Exists(InputGradients, mode => mode != GradientMode.None))
            _team.Run(pass.Count, _backward);
    }

    protected abstract void ForwardSample(int sample);

    protected abstract void BackwardSample(int sample);

    /// <summary>A sample's values.</summary>
    protected static unsafe float* Data(Value value, int sample) => value.Data + (nint)sample * value.Size;

    /// <summary>A sample's gradient.</summary>
    protected static unsafe float* Gradient(Value value, int sample) => value.Gradient + (nint)sample * value.Size;

    /// <summary>A sample's gradient of the first input, set to zero unless it is to be added to.</summary>
    protected unsafe float* InputGradientToAddTo(int sample)
    {
        float* gradient = Gradient(Input, sample);
        if (InputGradients[0] == GradientMode.Write)
            new Span<float>(gradient, Input.Size).Clear();
        return gradient;
    }
}
