namespace Fer.Ml;

/// <summary>
/// Transformers and samplers one after the other, and a learner of what they give; itself a learner, so that a scaler's means or a
/// sampler's new rows come from the training rows alone wherever it is fitted. The samplers work only while fitting, as in
/// imbalanced-learn's <c>Pipeline</c>.
/// </summary>
/// <example>
/// <code>
/// var pipeline = new Pipeline([PipelineStep.Of(new StandardScaler()), PipelineStep.Of(sampler)], learner);
/// </code>
/// </example>
/// <param name="Steps">The steps before the learner.</param>
/// <param name="Learner">The learner.</param>
public sealed record Pipeline(IReadOnlyList<PipelineStep> Steps, IClassifier Learner) : IClassifier
{
    /// <inheritdoc/>
    public string Name => Learner.Name;

    /// <summary>Whether weights may be given: only without a sampler, whose new rows have none.</summary>
    public bool SupportsSampleWeights => Learner.SupportsSampleWeights && !Steps.Any(step => step is SamplerStep);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public PipelineModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData.Check(this, training, options);
        var transformers = new List<ITransformerModel>();
        TrainingSplit<FeatureTable> current = training;
        for (int i = 0; i < Steps.Count; i++)
        {
            IProgress<double>? part = ProgressPart.Of(progress, i, Steps.Count + 1);
            if (Steps[i] is SamplerStep step)
            {
                current = current.Resample(step.Sampler, options?.Threads ?? 0, part, cancellationToken);
            }
            else
            {
                ITransformerModel model = ((TransformerStep)Steps[i]).Transformer.Fit(current, options, part, cancellationToken);
                transformers.Add(model);
                current = current.Map(table => Transform(table, model, options?.Threads ?? 0, cancellationToken));
            }
        }

        IClassifierModel learnt = Learner.Fit(current, options, ProgressPart.Of(progress, Steps.Count, Steps.Count + 1), cancellationToken);
        return new PipelineModel(training.Data.Columns, transformers, learnt);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private static FeatureTable Transform(FeatureTable table, ITransformerModel model, int threads, CancellationToken cancellationToken) =>
        new(table.Classes, table.Labels, table.Ids, model.Transform(table.Values, threads, cancellationToken), model.OutputColumns);
}
