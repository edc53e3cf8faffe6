using System.Runtime.CompilerServices;

namespace Fer.Engine;

/// <summary>How every register kernel is compiled.</summary>
internal static class Kernel
{
    /// <summary>
    /// At once for speed, and never into a caller: guided by its profile, the JIT would at times inline a whole kernel into the
    /// loop that runs the tasks, spend its budget there and leave each register operation a call, for the rest of the process.
    /// </summary>
    public const MethodImplOptions Compilation = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
