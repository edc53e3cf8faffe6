using System.Runtime.Intrinsics;

namespace Fer.Engine;

/// <summary>The register width that the matrix kernels are compiled for.</summary>
public enum InstructionSet
{
    /// <summary>No SIMD.</summary>
    Scalar,

    /// <summary>128 bits: NEON on ARM64, SSE on x64.</summary>
    Vector128,

    /// <summary>256 bits: AVX2 with FMA.</summary>
    Vector256,

    /// <summary>512 bits: AVX-512.</summary>
    Vector512,
}

/// <summary>What this machine offers.</summary>
public static class InstructionSets
{
    /// <summary>The widest one that this machine has, less what the runtime's <c>DOTNET_Enable...</c> variables switch off.</summary>
    public static InstructionSet Best =>
        Vector512.IsHardwareAccelerated ? InstructionSet.Vector512
        : Vector256.IsHardwareAccelerated ? InstructionSet.Vector256
        : Vector128.IsHardwareAccelerated ? InstructionSet.Vector128
        : InstructionSet.Scalar;

    /// <summary>Whether this machine runs it in hardware; <see cref="InstructionSet.Scalar"/> always does.</summary>
    public static bool IsSupported(InstructionSet set) => set <= Best;
}
