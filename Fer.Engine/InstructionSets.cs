using System.Runtime.Intrinsics;

namespace Fer.Engine;

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
