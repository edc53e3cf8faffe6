namespace Fer.Ml;

/// <summary>Draws the rows that a round learns from.</summary>
internal static class RowSampling
{
    /// <summary>So many of the candidates, each set equally likely, in their order (Knuth, TAOCP 3.4.2, algorithm S).</summary>
    public static int[] Draw(ReadOnlySpan<int> candidates, int count, ref RandomGenerator random)
    {
        var drawn = new int[count];
        int taken = 0;
        for (int i = 0; i < candidates.Length && taken < count; i++)
        {
            if (random.Next(candidates.Length - i) < count - taken)
                drawn[taken++] = candidates[i];
        }

        return drawn;
    }

    /// <summary>Gradient-based one-side sampling; the drawn rows' gradients and hessians grow in place.</summary>
    /// <param name="gradients">Outputs x rows.</param>
    /// <param name="hessians">Outputs x rows.</param>
    /// <param name="topRate">The part with the largest |gradient x hessian|, summed over outputs, as LightGBM ranks them.</param>
    /// <param name="otherRate">The part drawn from the others.</param>
    /// <param name="random">Draws them.</param>
    public static int[] OneSide(float[][] gradients, float[][] hessians, double topRate, double otherRate, ref RandomGenerator random)
    {
        int rows = gradients[0].Length;
        var importance = new double[rows];
        var order = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            order[row] = row;
            for (int output = 0; output < gradients.Length; output++)
                importance[row] -= Math.Abs((double)gradients[output][row] * hessians[output][row]);
        }

        Array.Sort(importance, order); // the largest first, as they are negated
        int top = Math.Max(1, (int)(rows * topRate));
        int other = Math.Min(rows - top, Math.Max(1, (int)(rows * otherRate)));
        int[] rest = order[top..];
        Array.Sort(rest);
        int[] drawn = Draw(rest, other, ref random);
        if (other > 0)
        {
            var factor = (float)((double)rest.Length / other);
            for (int output = 0; output < gradients.Length; output++)
            {
                foreach (int row in drawn)
                {
                    gradients[output][row] *= factor;
                    hessians[output][row] *= factor;
                }
            }
        }

        int[] all = [.. order.AsSpan(0, top), .. drawn];
        Array.Sort(all);
        return all;
    }
}
