namespace Fer.Engine;

/// <summary>The sum of values of one shape, made in the first where no one else reads it.</summary>
internal sealed unsafe class AddOperation(Value[] inputs, Value output, ThreadTeam team) : RangeOperation(inputs, output, team)
{
    public override bool CanWorkInPlace => true;

    protected override void ForwardRange(int first, int length)
    {
        if (!IsInPlace)
            Copy(Input.Data + first, Output.Data + first, length);
        for (int j = 1; j < Inputs.Length; j++)
            Elementwise.Add(Inputs[j].Data + first, Output.Data + first, length);
    }

    protected override void BackwardRange(int first, int length)
    {
        for (int j = 0; j < Inputs.Length; j++)
        {
            if (InputGradients[j] == GradientMode.Accumulate)
                Elementwise.Add(Output.Gradient + first, Inputs[j].Gradient + first, length);
            else if (InputGradients[j] == GradientMode.Write && !(IsInPlace && j == 0))
                Copy(Output.Gradient + first, Inputs[j].Gradient + first, length);
        }
    }

    private static void Copy(float* source, float* destination, int length) =>
        new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(destination, length));
}
