namespace Fer.Cli.Console;

/// <summary>How far some work has come.</summary>
/// <param name="Done">The part done.</param>
/// <param name="Total">The whole.</param>
/// <param name="Detail">More words on it, may be empty.</param>
internal readonly record struct WorkProgress(double Done, double Total, string Detail);
