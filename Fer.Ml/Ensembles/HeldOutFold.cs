namespace Fer.Ml;

/// <summary>The rows that a part's learners have not seen.</summary>
/// <param name="Rows">Which rows of the whole table they are.</param>
/// <param name="Values">Their features.</param>
internal sealed record HeldOutFold(int[] Rows, float[] Values);
