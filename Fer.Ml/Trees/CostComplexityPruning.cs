namespace Fer.Ml;

/// <summary>
/// Minimal cost-complexity pruning (Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984, chapter 3): again
/// and again, the subtree that lowers the impurity least per leaf becomes a leaf.
/// </summary>
internal static class CostComplexityPruning
{
    /// <summary>Prunes all subtrees that lower the impurity by no more than alpha per leaf.</summary>
    public static void Prune(GrownTree tree, double alpha)
    {
        double whole = tree.Weight(0);
        var costs = new double[tree.Count];
        var leaves = new int[tree.Count];
        while (true)
        {
            int weakest = -1;
            double least = double.PositiveInfinity;
            for (int node = tree.Count - 1; node >= 0; node--) // children lie behind their parents
            {
                double cost = tree.Weight(node) * tree.ImpurityOf(node) / whole;
                if (tree.IsLeaf(node))
                {
                    (costs[node], leaves[node]) = (cost, 1);
                    continue;
                }

                int left = tree.Left(node);
                (costs[node], leaves[node]) = (costs[left] + costs[left + 1], leaves[left] + leaves[left + 1]);
                double perLeaf = (cost - costs[node]) / (leaves[node] - 1);
                if (perLeaf <= least) // of several that are equal, the one nearest to the root
                    (least, weakest) = (perLeaf, node);
            }

            if (weakest < 0 || least > alpha)
                return;
            tree.MakeLeaf(weakest);
        }
    }
}
