namespace Fer.Engine;

/// <summary>Values side by side: in H x W x C order, the pieces of each input alternate.</summary>
internal sealed unsafe class ConcatOperation(Value[] inputs, Value output, Concat layer, ThreadTeam team)
    : SampleOperation(inputs, output, team)
{
    /// <summary>How often the inputs alternate.</summary>
    private int Pieces => layer.Dimension switch { 1 => Output.Shape.Positions, 2 => 1, _ => Output.Shape.Height };

    protected override void ForwardSample(int sample)
    {
        int offset = 0, outputPiece = Output.Size / Pieces;
        foreach (Value input in Inputs)
        {
            int inputPiece = input.Size / Pieces;
            for (int i = 0; i < Pieces; i++)
            {
                new ReadOnlySpan<float>(Data(input, sample) + i * inputPiece, inputPiece)
                    .CopyTo(new Span<float>(Data(Output, sample) + i * outputPiece + offset, inputPiece));
            }

            offset += inputPiece;
        }
    }

    protected override void BackwardSample(int sample)
    {
        int offset = 0, outputPiece = Output.Size / Pieces;
        for (int j = 0; j < Inputs.Length; j++)
        {
            int inputPiece = Inputs[j].Size / Pieces;
            for (int i = 0; i < Pieces && InputGradients[j] != GradientMode.None; i++)
            {
                Elementwise.Scale(
                    Gradient(Output, sample) + i * outputPiece + offset, 1, Gradient(Inputs[j], sample) + i * inputPiece, inputPiece,
                    InputGradients[j] == GradientMode.Accumulate);
            }

            offset += inputPiece;
        }
    }
}
