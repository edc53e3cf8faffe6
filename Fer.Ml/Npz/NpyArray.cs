namespace Fer.Ml;

/// <summary>An array with dimensions, as NumPy's .npy files hold it, in C order.</summary>
/// <param name="Shape">The lengths of the dimensions; empty for a single value.</param>
/// <param name="Values">
/// The values: <c>bool[]</c>, <c>sbyte[]</c>, <c>byte[]</c>, <c>short[]</c>, <c>ushort[]</c>, <c>int[]</c>, <c>uint[]</c>,
/// <c>long[]</c>, <c>ulong[]</c>, <c>Half[]</c>, <c>float[]</c>, <c>double[]</c> or <c>string[]</c>.
/// </param>
public sealed record NpyArray(IReadOnlyList<long> Shape, Array Values);
