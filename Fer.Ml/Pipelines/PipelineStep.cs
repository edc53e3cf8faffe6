namespace Fer.Ml;

/// <summary>A step of a <see cref="Pipeline"/> before its learner: a transformer or a sampler.</summary>
public abstract record PipelineStep
{
    private protected PipelineStep()
    {
    }

    /// <summary>A step that transforms the features, when fitting and when predicting.</summary>
    public static PipelineStep Of(ITransformer transformer) => new TransformerStep(transformer);

    /// <summary>A step that resamples the rows, only when fitting.</summary>
    public static PipelineStep Of(ISampler sampler) => new SamplerStep(sampler);
}
