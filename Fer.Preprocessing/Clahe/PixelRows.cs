namespace Fer.Preprocessing;

/// <summary>Checks that spans hold the rows of a picture before any pixel is touched.</summary>
internal static class PixelRows
{
    /// <exception cref="ArgumentOutOfRangeException">A side below 1 or a stride below the width.</exception>
    /// <exception cref="ArgumentException">A span too short, or two that overlap without being the same rows.</exception>
    public static void Check<T>(
        ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceStride, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(destinationStride, width);
        CheckLength(source.Length, sourceStride, width, height, nameof(source));
        CheckLength(destination.Length, destinationStride, width, height, nameof(destination));
        if (source.Overlaps(destination, out int offset) && (offset != 0 || sourceStride != destinationStride))
        {
            throw new ArgumentException(
                "The destination overlaps the source; it may be the same rows, or other memory.", nameof(destination));
        }
    }

    private static void CheckLength(int length, int stride, int width, int height, string name)
    {
        long needed = ((height - 1L) * stride) + width;
        if (length < needed)
            throw new ArgumentException($"{width}x{height} pixels in rows {stride} apart take {needed} values, not {length}.", name);
    }
}
