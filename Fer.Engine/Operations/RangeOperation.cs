namespace Fer.Engine;

/// <summary>An operation on each value by itself: a range of the whole batch's values is a task.</summary>
internal abstract class RangeOperation : Operation
{
    private const int RangeLength = 1 << 14;

    private readonly ThreadTeam _team;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private int _length;

    protected RangeOperation(Value[] inputs, Value output, ThreadTeam team)
        : base(inputs, output)
    {
        _team = team;
        _forward = (task, _) => ForwardRange(task * RangeLength, Math.Min(RangeLength, _length - task * RangeLength));
        _backward = (task, _) => BackwardRange(task * RangeLength, Math.Min(RangeLength, _length - task * RangeLength));
    }

    public override void Forward(in Pass pass) => Run(pass, _forward);

    public override void Backward(in Pass pass)
    {
        if (Array.Exists(InputGradients, mode => mode != GradientMode.None))
            Run(pass, _backward);
    }

    protected abstract void ForwardRange(int first, int length);

    protected abstract void BackwardRange(int first, int length);

    private void Run(in Pass pass, Action<int, int> task)
    {
        _length = pass.Count * Output.Size;
        _team.Run((_length + RangeLength - 1) / RangeLength, task);
    }
}
