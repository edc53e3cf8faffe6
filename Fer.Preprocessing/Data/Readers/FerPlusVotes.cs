namespace Fer.Preprocessing;

/// <summary>
/// FER+'s rule that makes a target of votes, or leaves the picture out (Barsoum, Zhang, Canton Ferrer and Zhang, "Training Deep
/// Networks for Facial Expression Recognition with Crowd-Sourced Label Distribution", ICMI 2016, section 4, as its reference
/// implementation has it).
/// </summary>
/// <remarks>
/// <para>
/// First of all, whatever has a single vote counts as an outlier and loses it; what follows speaks of the votes that are left,
/// for the eight expressions, "unknown" and "no face" (NF).
/// </para>
/// <para>Majority: the expression with more than half of the votes; none, or an unknown or NF one, leaves the picture out.</para>
/// <para>
/// Probability: expressions are taken by their votes, the most first and equal ones together, until they hold three quarters of
/// the votes, or are three, or unknown or NF is the next by its votes. The picture is left out if what was taken is more than
/// three expressions or holds no more than half of the votes. The votes taken, divided by their sum, are the probabilities.
/// </para>
/// </remarks>
public static class FerPlusVotes
{
    private const int MostExpressions = 3;

    private static readonly int Expressions = ExpressionSets.FerPlus.Count;

    /// <summary>The number of votes' kinds: the eight expressions, unknown and NF.</summary>
    public static int Kinds => Expressions + 2;

    /// <summary>Makes the target of one picture.</summary>
    /// <param name="votes">The votes for each expression of <see cref="ExpressionSets.FerPlus"/>, for unknown and for NF.</param>
    /// <param name="target">Which rule. Default majority.</param>
    /// <returns>The probability of each of the eight expressions; null if the rule leaves the picture out.</returns>
    /// <exception cref="ArgumentException">There are not <see cref="Kinds"/> numbers.</exception>
    public static float[]? ToTarget(ReadOnlySpan<int> votes, FerPlusTarget target = FerPlusTarget.Majority)
    {
        if (votes.Length != Kinds)
            throw new ArgumentException($"{votes.Length} numbers of votes; {Kinds} are needed.", nameof(votes));
        int[] counted = [.. votes];
        foreach (ref int count in counted.AsSpan())
            count = count > 1 ? count : 0;
        int[]? taken = target switch
        {
            FerPlusTarget.Majority => TakeMajority(counted),
            FerPlusTarget.Probability => TakeMostNamed(counted),
            _ => throw new ArgumentOutOfRangeException(nameof(target), target, "Not a rule."),
        };
        return taken is null ? null : Array.ConvertAll(taken, count => (float)((double)count / taken.Sum()));
    }

    private static int[]? TakeMajority(int[] counted)
    {
        int most = counted.Max();
        int kind = Array.IndexOf(counted, most);
        if (2 * most <= counted.Sum() || kind >= Expressions)
            return null;
        var taken = new int[Expressions];
        taken[kind] = most;
        return taken;
    }

    private static int[]? TakeMostNamed(int[] counted)
    {
        int all = counted.Sum(), sum = 0, count = 0;
        var taken = new int[Expressions];
        foreach (IGrouping<int, int> equals in Enumerable.Range(0, Kinds)
            .Where(kind => counted[kind] > 0)
            .GroupBy(kind => counted[kind])
            .OrderByDescending(group => group.Key))
        {
            int[] expressions = [.. equals.Where(kind => kind < Expressions)];
            foreach (int kind in expressions)
                taken[kind] = equals.Key;
            count += expressions.Length;
            sum += expressions.Length * equals.Key;
            if (expressions.Length < equals.Count() || count >= MostExpressions || 4 * sum >= 3 * all)
                break;
        }

        return 2 * sum > all && count <= MostExpressions ? taken : null;
    }
}
