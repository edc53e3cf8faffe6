namespace Fer.Engine;

/// <summary>A way to compute the gradient of a convolution's weights.</summary>
internal abstract unsafe class WeightGradientAlgorithm
{
    /// <summary>Its scratch memory.</summary>
    public abstract IEnumerable<MemoryRequest> Memory { get; }

    /// <summary>Learns where that memory lies.</summary>
    public abstract void UseMemory(float* arena);

    /// <summary>Computes the gradient in the weights' own layout (<see cref="MatrixLayout"/>), replacing what was there.</summary>
    /// <param name="count">The pictures.</param>
    /// <param name="input">count x input pixels x channels.</param>
    /// <param name="outputGradient">count x output pixels x outputs.</param>
    /// <param name="gradient">Where the gradient goes.</param>
    public abstract void Run(int count, float* input, float* outputGradient, float* gradient);
}
