namespace Fer.TorchSharp;

/// <summary>What convolutions and linear layers compute in.</summary>
public enum TorchPrecision
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>
    /// 16-bit floats with float32's range, cast to layer by layer from weights that stay float32. Batch norms and the loss are
    /// computed in float32.
    /// </summary>
    BFloat16,
}
