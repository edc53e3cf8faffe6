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
