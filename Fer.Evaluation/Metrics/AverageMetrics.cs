namespace Fer.Evaluation;

/// <summary>Precision, recall and F1, each averaged over the classes.</summary>
/// <param name="Precision">The average precision over classes.</param>
/// <param name="Recall">The average recall over classes.</param>
/// <param name="F1">The average of the classes' F1 (not the F1 of the averages).</param>
public sealed record AverageMetrics(double Precision, double Recall, double F1);
