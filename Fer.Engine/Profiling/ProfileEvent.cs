namespace Fer.Engine;

/// <summary>One run of one operation.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Kernel">What computed it.</param>
/// <param name="Phase">Which way it ran.</param>
/// <param name="Start">When it began, from the profiler's start.</param>
/// <param name="Duration">How long it took.</param>
internal readonly record struct ProfileEvent(string Name, string Kernel, ProfilePhase Phase, TimeSpan Start, TimeSpan Duration);
