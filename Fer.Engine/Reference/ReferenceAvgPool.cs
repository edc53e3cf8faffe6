namespace Fer.Engine;

/// <summary>The sum of each window over a fixed divisor, or over the number of its values.</summary>
internal sealed class ReferenceAvgPool(ReferenceWindow window, int? divisor = null) : ReferenceUnaryLayer
{
    protected override double[] Forward(double[] input, in Pass pass)
    {
        var result = new double[pass.Count * window.Output.Size];
        for (int i = 0; i < result.Length; i++)
        {
            int[] positions = window.Positions(i);
            result[i] = positions.Sum(position => input[position]) / (divisor ?? positions.Length);
        }

        return result;
    }

    protected override double[] InputGradient(double[] outputGradient, in Pass pass)
    {
        var inputGradient = new double[pass.Count * window.Input.Size];
        for (int i = 0; i < outputGradient.Length; i++)
        {
            int[] positions = window.Positions(i);
            foreach (int position in positions)
                inputGradient[position] += outputGradient[i] / (divisor ?? positions.Length);
        }

        return inputGradient;
    }
}
