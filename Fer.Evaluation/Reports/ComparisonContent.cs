namespace Fer.Evaluation;

/// <summary>A comparison with what is computed of it, once for all sections.</summary>
internal sealed class ComparisonContent(ComparisonReportContent content) : IReportFrame
{
    public string Title => content.Title;

    public string Subtitle => content.Subtitle;

    public IReadOnlyList<(string Name, string Value)> Settings => content.Settings;

    public IReadOnlyList<string> Notes => content.Notes;

    public int MaxFeatures => content.MaxFeatures;

    /// <summary>All learners, those without figures too.</summary>
    public IReadOnlyList<ComparedLearner> Learners { get; } = [.. content.Learners.Select(learner => learner with
    {
        Scores = learner.Scores ?? (learner.Predictions is { } said ? new ClassificationScorer().Score(said) : null),
    })];

    /// <summary>The learners whose predictions are known, with all figures of these.</summary>
    public IReadOnlyList<(string Name, Predictions Predictions, EvaluationResult Result)> Evaluated { get; } =
    [
        .. content.Learners.Where(learner => learner.Predictions is not null)
            .Select(learner => (learner.Name, learner.Predictions!, Evaluator.Evaluate(learner.Predictions!))),
    ];
}
