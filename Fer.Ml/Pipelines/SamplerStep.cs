namespace Fer.Ml;

/// <summary>A step that resamples the rows, only when fitting.</summary>
/// <param name="Sampler">How.</param>
public sealed record SamplerStep(ISampler Sampler) : PipelineStep;
