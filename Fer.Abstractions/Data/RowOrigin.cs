namespace Fer;

/// <summary>Where a row of a resampled table comes from.</summary>
/// <param name="Kind">How the row came about.</param>
/// <param name="Parent">The source's row that it is, repeats or starts from, and whose class it has; a centroid's first member.</param>
/// <param name="Neighbor">The source's row at the other end of an interpolation; else the parent again.</param>
/// <param name="Gap">The way from the parent to the neighbour, from 0 to 1, or below 0 on the other side of the parent; else 0.</param>
/// <param name="Number">Which derived row of its sampler it is, from 0, the key of its random numbers; -1 for an original.</param>
public readonly record struct RowOrigin(RowOriginKind Kind, int Parent, int Neighbor, float Gap, int Number)
{
    /// <summary>The source's rows whose mean a centroid is; else null.</summary>
    public IReadOnlyList<int>? Members { get; init; }

    /// <summary>A row of the source as it is.</summary>
    public static RowOrigin Original(int row) => new(RowOriginKind.Original, row, row, 0, -1);

    /// <summary>A row of the source again.</summary>
    public static RowOrigin Copy(int parent, int number) => new(RowOriginKind.Copy, parent, parent, 0, number);

    /// <summary>A new row between two of the source.</summary>
    public static RowOrigin Interpolation(int parent, int neighbor, float gap, int number) =>
        new(RowOriginKind.Interpolation, parent, neighbor, gap, number);

    /// <summary>The mean of rows of the source.</summary>
    public static RowOrigin Centroid(IReadOnlyList<int> members, int number)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new RowOrigin(RowOriginKind.Centroid, members[0], members[0], 0, number) { Members = members };
    }

    /// <summary>The source's rows that this one was made of.</summary>
    public IReadOnlyList<int> Parents => Kind switch
    {
        RowOriginKind.Interpolation => [Parent, Neighbor],
        RowOriginKind.Centroid => Members!,
        _ => [Parent],
    };
}
