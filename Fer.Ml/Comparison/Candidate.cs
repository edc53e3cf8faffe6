namespace Fer.Ml;

/// <summary>A learner that takes part in a comparison.</summary>
/// <param name="Name">What to call it in tables; no other candidate may have the same name.</param>
/// <param name="Learner">The learner with its settings.</param>
public sealed record Candidate(string Name, IClassifier Learner)
{
    /// <summary>
    /// Whether <see cref="ModelComparison.Sampler"/> works on the rows that it is fitted to. Default true; false for a learner that
    /// splits the rows itself and samples within, such as stacking with a sampler of its own.
    /// </summary>
    public bool UsesSampler { get; init; } = true;

    /// <summary>
    /// The settings as text, by which a leaderboard knows the candidate again. Default null: what the learner's <c>ToString</c> says, as
    /// that of every record does. Needed for learners and samplers within pipelines that say nothing.
    /// </summary>
    public string? Settings { get; init; }

    /// <summary>A learner under its own name.</summary>
    public Candidate(IClassifier learner)
        : this(learner?.Name ?? throw new ArgumentNullException(nameof(learner)), learner)
    {
    }
}
