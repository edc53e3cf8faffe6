using System.Globalization;

namespace Fer.Ml.Benchmarks;

/// <summary>The memory of this process as Linux counts it.</summary>
internal static class Memory
{
    /// <summary>Forgets the peak so far.</summary>
    /// <returns>What is resident now, in MiB.</returns>
    public static double Restart()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read("VmRSS:");
    }

    /// <summary>The peak since then, in MiB.</summary>
    public static double Peak() => Read("VmHWM:");

    private static double Read(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
