namespace Fer.Preprocessing;

/// <summary>Plans rows between parents and their neighbours; each draws from random numbers of its own.</summary>
internal static class Interpolations
{
    /// <summary>Adds rows from parents and neighbours drawn at random.</summary>
    /// <param name="origins">Where to add.</param>
    /// <param name="firstNumber">The number of the first new row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="parents">The source's rows that may be parents.</param>
    /// <param name="neighbors">The neighbours of each of the parents.</param>
    /// <param name="neighborRows">The source's row of each neighbour.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="longestGap">Gaps are drawn from 0 to this.</param>
    public static void AddRandom(
        List<RowOrigin> origins, int firstNumber, int count, int[] parents, NeighborTable neighbors, int[] neighborRows, ulong seed,
        float longestGap = 1)
    {
        for (int number = firstNumber; number < firstNumber + count; number++)
        {
            RandomGenerator random = RandomGenerator.Create(seed, RandomStreams.Interpolation, (ulong)number);
            int parent = random.Next(parents.Length);
            int neighbor = neighbors.Indices(parent)[random.Next(neighbors.Neighbors)];
            origins.Add(RowOrigin.Interpolation(parents[parent], neighborRows[neighbor], longestGap * random.NextSingle(), number));
        }
    }
}
