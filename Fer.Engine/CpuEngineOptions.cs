namespace Fer.Engine;

/// <summary>What the embedded engine runs on.</summary>
public sealed record CpuEngineOptions
{
    /// <summary>The number of threads. Default: one per processor. Results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The register width of the matrix kernels. Default: the widest this machine has. Results differ in the last bits.</summary>
    public InstructionSet InstructionSet { get; init; } = InstructionSets.Best;

    /// <summary>
    /// Whether 3 x 3 convolutions of stride 1 may be computed by Winograd's algorithm, which takes a quarter of the products and
    /// rounds a few times worse. Default true.
    /// </summary>
    public bool Winograd { get; init; } = true;

    /// <summary>
    /// Measures every operation of the engine's networks; null (the default) for none. Costs about a microsecond an operation.
    /// </summary>
    public EngineProfiler? Profiler { get; init; }
}
