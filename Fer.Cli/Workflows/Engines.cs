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

    public static string[] Names => [Cpu, CpuDirect, CpuReference, .. TorchEngines.Names];

    /// <summary>Refuses an engine that the command was built without, before any work is done.</summary>
    /// <exception cref="FerException">It is not there.</exception>
    public static void ThrowIfNotThere(string name)
    {
        if (TorchEngines.Has(name))
            TorchEngines.Require(name);
    }

    /// <summary>Creates an engine.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="profiler">Measures the embedded engine's operations; null for none.</param>
    /// <param name="settings">The run that it is to train; null for none.</param>
    public static IEngine Create(string name, int threads, EngineProfiler? profiler = null, TrainSettings? settings = null) =>
        TorchEngines.Has(name) ? TorchEngines.Create(name, threads, settings) : CreateEmbedded(name, threads, profiler);

    private static CpuEngine CreateEmbedded(string name, int threads, EngineProfiler? profiler) => new(new CpuEngineOptions
    {
        Threads = threads,
        Profiler = profiler,
        InstructionSet = name == CpuReference ? InstructionSet.Scalar : InstructionSets.Best,
        Winograd = name == Cpu,
    });
}
