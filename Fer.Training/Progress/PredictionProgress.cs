namespace Fer.Training;

/// <summary>How far a pass of predictions has come.</summary>
/// <param name="Samples">The samples done.</param>
/// <param name="Total">All samples.</param>
/// <param name="ImagesPerSecond">The pace so far.</param>
/// <param name="Remaining">The time left; null while it cannot be told yet.</param>
public readonly record struct PredictionProgress(int Samples, int Total, double ImagesPerSecond, TimeSpan? Remaining);
