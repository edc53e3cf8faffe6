namespace Fer.Ml;

/// <summary>The impurity of a node and the score of a split, by scikit-learn's formulas, term by term.</summary>
internal static class Impurity
{
    private static readonly double s_ln2 = Math.Log(2);

    /// <summary>The impurity of a node.</summary>
    /// <param name="criterion">Which one.</param>
    /// <param name="totals">The weight of each class.</param>
    /// <param name="weight">Their sum.</param>
    public static double Of(SplitCriterion criterion, ReadOnlySpan<double> totals, double weight)
    {
        double sum = 0;
        if (criterion == SplitCriterion.Gini)
        {
            foreach (double total in totals)
                sum += total * total;
            return 1 - sum / (weight * weight);
        }

        foreach (double total in totals)
        {
            if (total > 0)
                sum -= total / weight * (Math.Log(total / weight) / s_ln2);
        }

        return sum;
    }

    /// <summary>What orders the splits of a node as the impurity of their children does; the largest is the best.</summary>
    /// <param name="criterion">Which one.</param>
    /// <param name="left">The weight of each class on the left.</param>
    /// <param name="leftWeight">Their sum.</param>
    /// <param name="totals">The weight of each class in the node.</param>
    /// <param name="weight">Their sum.</param>
    public static double Score(
        SplitCriterion criterion, ReadOnlySpan<double> left, double leftWeight, ReadOnlySpan<double> totals, double weight)
    {
        double rightWeight = weight - leftWeight, leftSum = 0, rightSum = 0;
        if (criterion == SplitCriterion.Gini)
        {
            for (int c = 0; c < totals.Length; c++)
            {
                double right = totals[c] - left[c];
                leftSum += left[c] * left[c];
                rightSum += right * right;
            }

            return leftSum / leftWeight + rightSum / rightWeight;
        }

        for (int c = 0; c < totals.Length; c++)
        {
            double right = totals[c] - left[c];
            if (left[c] > 0)
                leftSum -= left[c] / leftWeight * (Math.Log(left[c] / leftWeight) / s_ln2);
            if (right > 0)
                rightSum -= right / rightWeight * (Math.Log(right / rightWeight) / s_ln2);
        }

        return -rightWeight * rightSum - leftWeight * leftSum;
    }
}
