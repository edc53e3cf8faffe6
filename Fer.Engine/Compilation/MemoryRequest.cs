namespace Fer.Engine;

/// <summary>A block of memory that is needed from one moment to another.</summary>
/// <param name="length">The number of floats.</param>
/// <param name="firstUse">The first moment, included.</param>
/// <param name="lastUse">The last moment, included.</param>
internal sealed class MemoryRequest(long length, int firstUse, int lastUse)
{
    public long Length { get; } = length;

    public int FirstUse { get; } = firstUse;

    public int LastUse { get; set; } = lastUse;

    /// <summary>Where the planner put it, in floats from the start of the arena.</summary>
    public long Offset { get; set; } = -1;

    /// <summary>A block that is never shared; it starts as zeros.</summary>
    public static MemoryRequest Always(long length) => new(length, 0, int.MaxValue);

    public bool OverlapsInTime(MemoryRequest other) => FirstUse <= other.LastUse && other.FirstUse <= LastUse;
}
