namespace Fer.Ml;

/// <summary>A step that transforms the features, when fitting and when predicting.</summary>
/// <param name="Transformer">How.</param>
public sealed record TransformerStep(ITransformer Transformer) : PipelineStep;
