namespace Fer.Evaluation;

/// <summary>How well one class was told from the others.</summary>
/// <param name="Name">The class.</param>
/// <param name="Precision">The share of the samples taken for the class that are of it; 0 if none was taken for it.</param>
/// <param name="Recall">The share of the class's samples that were found; 0 if it has none.</param>
/// <param name="F1">The harmonic mean of precision and recall; 0 if both are 0.</param>
/// <param name="Support">The number of samples of the class.</param>
public sealed record ClassMetrics(string Name, double Precision, double Recall, double F1, int Support);
