namespace Fer.Engine;

/// <summary>
/// A batch normalisation by running statistics that becomes part of the convolution before it (Jacob et al., "Quantization
/// and training of neural networks for efficient integer-arithmetic-only inference", 2018, section 3.2): with
/// s = scale / sqrt(variance + epsilon) the weights become w * s and the bias shift + (bias - mean) * s. Prediction only.
/// </summary>
internal sealed unsafe class FoldedBatchNorm(BatchNorm layer, IReadOnlyList<Parameter> parameters)
{
    private readonly Parameter _scale = parameters[0];
    private readonly Parameter _shift = parameters[1];
    private readonly Parameter _mean = parameters[2];
    private readonly Parameter _variance = parameters[3];

    public IReadOnlyList<Parameter> Parameters { get; } = parameters;

    /// <summary>The bias that results, after <see cref="Fold"/>; it takes the shift's place.</summary>
    public float* Bias => _shift.Data;

    /// <summary>Folds into loaded weights, once.</summary>
    /// <param name="weights">Rows of <paramref name="rowLength"/> outputs; panel by panel.</param>
    /// <param name="rowsPerPanel">The rows of one panel of outputs.</param>
    /// <param name="rowLength">The outputs of a row, padding included.</param>
    /// <param name="bias">The convolution's own bias, or null.</param>
    public void Fold(float* weights, int rowsPerPanel, int rowLength, float* bias)
    {
        int channels = (int)_scale.Definition.Size, panels = (channels + rowLength - 1) / rowLength;
        float* factors = _scale.Data;
        for (int c = 0; c < channels; c++)
        {
            float factor = (float)(_scale.Data[c] / Math.Sqrt(_variance.Data[c] + layer.Epsilon));
            _shift.Data[c] += ((bias == null ? 0 : bias[c]) - _mean.Data[c]) * factor;
            factors[c] = factor;
        }

        for (int panel = 0; panel < panels; panel++)
        {
            int valid = Math.Min(rowLength, channels - panel * rowLength);
            for (int row = 0; row < rowsPerPanel; row++, weights += rowLength)
                Elementwise.Multiply(weights, factors + panel * rowLength, weights, valid, accumulate: false);
        }
    }
}
