namespace Fer.Engine;

/// <summary>What a convolution does to its sums before it writes them.</summary>
internal unsafe struct Epilogue
{
    /// <summary>One value per output channel, padded to whole panels; null for none.</summary>
    public float* Bias;

    /// <summary>Added value by value, laid out as the output, which it may be; null for none.</summary>
    public float* Addend;

    /// <summary>Whether negative results become 0.</summary>
    public bool Relu;

    /// <summary>A function applied last; null for none.</summary>
    public ActivationKernel? Activation;
}
