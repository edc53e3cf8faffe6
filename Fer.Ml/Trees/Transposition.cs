namespace Fer.Ml;

/// <summary>Rows and columns of a table exchanged.</summary>
internal static class Transposition
{
    private const int Tile = 32;

    /// <summary>Writes rows x columns as columns x rows, tile by tile, so that both sides stay in the cache.</summary>
    public static void Run<T>(T[] source, T[] target, int rows, int columns, ParallelOptions options) =>
        Parallel.For(0, (rows + Tile - 1) / Tile, options, tile =>
        {
            int firstRow = tile * Tile, endRow = Math.Min(firstRow + Tile, rows);
            for (int firstColumn = 0; firstColumn < columns; firstColumn += Tile)
            {
                int endColumn = Math.Min(firstColumn + Tile, columns);
                for (int column = firstColumn; column < endColumn; column++)
                {
                    for (int row = firstRow; row < endRow; row++)
                        target[column * rows + row] = source[row * columns + column];
                }
            }
        });
}
