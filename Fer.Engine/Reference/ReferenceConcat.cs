namespace Fer.Engine;

/// <summary>The inputs side by side: what lies within the joined dimension is one block of each input after another.</summary>
internal sealed class ReferenceConcat(Concat layer, IReadOnlyList<TensorShape> inputShapes) : ReferenceLayer
{
    public override double[] Forward(IReadOnlyList<double[]> inputs, in Pass pass)
    {
        var result = new double[inputs.Sum(input => input.Length)];
        ForEachBlock(pass.Count, (input, start, length, target) => Array.Copy(inputs[input], start, result, target, length));
        return result;
    }

    public override double[][] Backward(double[] outputGradient, in Pass pass)
    {
        int count = pass.Count;
        double[][] inputGradients = [.. inputShapes.Select(shape => new double[count * shape.Size])];
        ForEachBlock(count, (input, start, length, target) =>
            Array.Copy(outputGradient, target, inputGradients[input], start, length));
        return inputGradients;
    }

    /// <summary>Visits every block by its input, where it starts there, its length and where it starts in the output.</summary>
    private void ForEachBlock(int count, Action<int, int, int, int> visit)
    {
        int[] lengths = [.. inputShapes.Select(BlockLength)];
        int blocks = count * inputShapes[0].Size / lengths[0], target = 0;
        for (int block = 0; block < blocks; block++)
            for (int input = 0; input < lengths.Length; target += lengths[input++])
                visit(input, block * lengths[input], lengths[input], target);
    }

    private int BlockLength(TensorShape shape) => layer.Dimension switch
    {
        1 => shape.Size,
        2 => shape.Positions,
        _ => shape.Width,
    };
}
