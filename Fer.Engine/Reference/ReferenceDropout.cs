namespace Fer.Engine;

/// <summary>y = x * mask / (1 - rate) with the mask of the fast engine.</summary>
internal sealed class ReferenceDropout(Dropout layer, int node, TensorShape maskOrder) : ReferenceUnaryLayer
{
    protected override double[] Forward(double[] input, in Pass pass) => Masked(input, pass);

    protected override double[] InputGradient(double[] outputGradient, in Pass pass) => Masked(outputGradient, pass);

    private double[] Masked(double[] values, in Pass pass)
    {
        if (!pass.IsTraining)
            return values;
        var result = new double[values.Length];
        var mask = new float[maskOrder.Size];
        for (int n = 0; n < pass.Count; n++)
        {
            Array.Fill(mask, 1f);
            RandomGenerator random = DropoutOperation.MaskGenerator(pass, node, n);
            Elementwise.Dropout(mask, layer.Rate, ref random);
            for (int c = 0; c < maskOrder.Channels; c++)
                for (int p = 0; p < maskOrder.Positions; p++)
                {
                    int i = n * maskOrder.Size + c * maskOrder.Positions + p;
                    result[i] = values[i] * (mask[p * maskOrder.Channels + c] == 0 ? 0 : 1 / (1 - layer.Rate));
                }
        }

        return result;
    }
}
