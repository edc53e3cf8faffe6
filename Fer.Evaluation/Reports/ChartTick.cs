namespace Fer.Evaluation;

/// <summary>A marked value on an axis.</summary>
internal readonly record struct ChartTick(double Value, string Label);
