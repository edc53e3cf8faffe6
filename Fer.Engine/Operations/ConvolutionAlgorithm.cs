namespace Fer.Engine;

/// <summary>A way to compute a convolution, forward or backward to the input.</summary>
internal abstract unsafe class ConvolutionAlgorithm
{
    /// <summary>For profiles.</summary>
    public abstract string Name { get; }

    /// <summary>Its scratch memory.</summary>
    /// <param name="moment">The moment it runs; null where it keeps transformed weights from one run to the next.</param>
    public abstract IEnumerable<MemoryRequest> RequestMemory(int? moment);

    /// <summary>Learns where that memory lies.</summary>
    public abstract void UseMemory(float* arena);

    /// <summary>Makes what it needs of the weights, once, where they stay the same.</summary>
    /// <param name="weights">Panels of taps x depth rows.</param>
    public virtual void KeepWeights(float* weights)
    {
    }

    /// <summary>Computes <paramref name="count"/> pictures.</summary>
    /// <param name="count">The pictures.</param>
    /// <param name="source">count x source pixels x depth.</param>
    /// <param name="weights">Panels of taps x depth rows.</param>
    /// <param name="epilogue">What is done to the sums.</param>
    /// <param name="destination">count x pixels x outputs.</param>
    public abstract void Run(int count, float* source, float* weights, in Epilogue epilogue, float* destination);
}
