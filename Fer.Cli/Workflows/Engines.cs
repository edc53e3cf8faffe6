using Fer.Engine;

namespace Fer.Cli.Workflows;

/// <summary>The engines that a run can be trained on.</summary>
internal static class Engines
{
    public const string Cpu = "cpu";

    /// <summary>The embedded engine without Winograd's method.</summary>
    public const string CpuDirect = "cpu-direct";

    /// <summary>The embedded engine without vectors and without Winograd's method.</summary>
    public const string CpuReference = "cpu-reference";

    public static string[] Names => [Cpu, CpuDirect, CpuReference];

    public static CpuEngine Create(string name, int threads, EngineProfiler? profiler) => new(new CpuEngineOptions
    {
        Threads = threads,
        Profiler = profiler,
        InstructionSet = name == CpuReference ? InstructionSet.Scalar : InstructionSets.Best,
        Winograd = name == Cpu,
    });
}
