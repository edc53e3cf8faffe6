namespace Fer.TorchSharp;

/// <summary>Which nodes one of a network's outputs needs, and when each value is read for the last time.</summary>
internal sealed class EvaluationPlan
{
    private EvaluationPlan(int output, (int Node, int[] Dead)[] steps)
    {
        Output = output;
        Steps = steps;
    }

    /// <summary>The node whose output is wanted; -1 for the network's input.</summary>
    public int Output { get; }

    /// <summary>The nodes to compute, in order, each with the nodes whose values nobody reads any more behind it.</summary>
    public IReadOnlyList<(int Node, int[] Dead)> Steps { get; }

    public static EvaluationPlan For(NetworkDefinition definition, int output)
    {
        int[] needed = [.. Ancestors(definition, output).Order()];
        var lastReader = new Dictionary<int, int>();
        foreach (int node in needed)
        {
            foreach (int input in definition.Nodes[node].Inputs)
                lastReader[input] = node;
        }

        ILookup<int, int> dead = lastReader.Where(pair => pair.Key >= 0).ToLookup(pair => pair.Value, pair => pair.Key);
        return new EvaluationPlan(output, [.. needed.Select(node => (node, dead[node].ToArray()))]);
    }

    private static HashSet<int> Ancestors(NetworkDefinition definition, int output)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>([output]);
        while (open.TryPop(out int node))
        {
            if (node < 0 || !found.Add(node))
                continue;
            foreach (int input in definition.Nodes[node].Inputs)
                open.Push(input);
        }

        return found;
    }
}
