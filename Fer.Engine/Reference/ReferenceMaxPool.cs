namespace Fer.Engine;

/// <summary>The maximum of each window; its gradient goes to the first position that has it.</summary>
internal sealed class ReferenceMaxPool(ReferenceWindow window) : ReferenceUnaryLayer
{
    private int[] _winners = [];

    protected override double[] Forward(double[] input, in Pass pass)
    {
        IEnumerable<int> outputs = Enumerable.Range(0, pass.Count * window.Output.Size);
        _winners = [.. outputs.Select(i => window.Positions(i).MaxBy(position => input[position]))];
        return [.. _winners.Select(position => input[position])];
    }

    protected override double[] InputGradient(double[] outputGradient, in Pass pass)
    {
        var inputGradient = new double[pass.Count * window.Input.Size];
        for (int i = 0; i < outputGradient.Length; i++)
            inputGradient[_winners[i]] += outputGradient[i];
        return inputGradient;
    }
}
