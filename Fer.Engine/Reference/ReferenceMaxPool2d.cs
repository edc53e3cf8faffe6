namespace Fer.Engine;

/// <summary>The maximum of each window; its gradient goes to the first position that has it.</summary>
internal sealed class ReferenceMaxPool2d(MaxPool2d layer, TensorShape input, TensorShape output) : ReferenceLayer
{
    private int[] _winners = [];

    public override double[] Forward(double[] inputData, in Pass pass)
    {
        _winners = [.. Enumerable.Range(0, pass.Count * output.Size).Select(i => Window(i).MaxBy(position => inputData[position]))];
        return [.. _winners.Select(position => inputData[position])];
    }

    public override double[] Backward(double[] outputGradient, in Pass pass)
    {
        var inputGradient = new double[pass.Count * input.Size];
        for (int i = 0; i < outputGradient.Length; i++)
            inputGradient[_winners[i]] += outputGradient[i];
        return inputGradient;
    }

    private IEnumerable<int> Window(int i)
    {
        int plane = i / output.Positions, top = i % output.Positions / output.Width * layer.Stride, left = i % output.Width * layer.Stride;
        for (int y = top; y < top + layer.Kernel; y++)
            for (int x = left; x < left + layer.Kernel; x++)
                yield return (plane * input.Height + y) * input.Width + x;
    }
}
