namespace Fer.Engine;

/// <summary>
/// Places blocks in one arena so that blocks needed at the same time never overlap: greedy by size, each at the lowest
/// offset that is free during its life (Pisarchyk and Lee, "Efficient memory management for deep neural net inference", 2020).
/// </summary>
internal static class MemoryPlanner
{
    /// <summary>Blocks start at multiples of this many floats: a cache line, which is also the widest register.</summary>
    private const int Alignment = 16;

    /// <summary>Sets every request's offset.</summary>
    /// <returns>The length of the arena in floats.</returns>
    public static long Plan(IEnumerable<MemoryRequest> requests)
    {
        var placed = new List<MemoryRequest>();
        long total = 0;
        foreach (MemoryRequest request in requests.OrderByDescending(request => request.Length).ThenBy(request => request.FirstUse))
        {
            request.Offset = LowestFreeOffset(request, placed);
            placed.Add(request);
            total = Math.Max(total, request.Offset + Align(request.Length));
        }

        return total;
    }

    private static long LowestFreeOffset(MemoryRequest request, List<MemoryRequest> placed)
    {
        long offset = 0;
        foreach (MemoryRequest other in placed.Where(request.OverlapsInTime).OrderBy(other => other.Offset))
        {
            if (offset + Align(request.Length) <= other.Offset)
                break;
            offset = Math.Max(offset, other.Offset + Align(other.Length));
        }

        return offset;
    }

    /// <summary>Rounds a length up to whole cache lines.</summary>
    public static long Align(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
