using System.Globalization;

namespace Fer.Ml;

/// <summary>A learner's settings as text, by which a leaderboard knows it again.</summary>
internal static class LearnerSettings
{
    /// <summary>Describes a candidate's learner.</summary>
    /// <exception cref="ArgumentException">It, or a part of it, does not tell its settings.</exception>
    public static string Describe(Candidate candidate)
    {
        string rows = candidate.UsesSampler ? "" : " [without the comparison's sampler]";
        if (candidate.Settings is { } settings)
            return settings + rows;
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // records print numbers as the culture has them
        try
        {
            return Describe(candidate.Name, candidate.Learner) + rows;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    // A record prints its properties, and those that are records in turn, but of a list only the type.
    private static string Describe(string candidate, object part)
    {
        if (part is ParameterSearch search)
            part = search with { LeaderboardPath = null }; // where it writes does not count
        string text = part.ToString() ?? "";
        if (text == part.GetType().ToString())
        {
            throw new ArgumentException(
                $"'{candidate}': {part.GetType().Name} does not tell its settings, so a leaderboard could not know it again; make it a "
                + $"record, override its ToString, or give {nameof(Candidate)}.{nameof(Candidate.Settings)}.");
        }

        return $"{text} [{string.Join("; ", PartsOf(part).Select(inner => Describe(candidate, inner)))}]";
    }

    private static IEnumerable<object> PartsOf(object part) => part switch
    {
        VotingClassifier voting => [.. voting.Learners, Numbers(voting.Weights)],
        StackingClassifier { Sampler: { } sampler } stacking => [.. stacking.Learners, stacking.FinalLearner, sampler],
        StackingClassifier stacking => [.. stacking.Learners, stacking.FinalLearner],
        BlendingClassifier blending => [.. blending.Learners, blending.FinalLearner],
        BaggingClassifier bagging => [bagging.Learner],
        AdaBoostClassifier boosting => [boosting.Learner],
        CalibratedClassifier calibrated => [calibrated.Learner],
        Pipeline pipeline => [.. pipeline.Steps, pipeline.Learner],
        TransformerStep step => [step.Transformer],
        SelectFromModel selection => [selection.Learner],
        SamplerStep step => [step.Sampler],
        ParameterSearch search => [$"{search.Space}", Fingerprint.Of(search.Scorer), search.Sampler ?? (object)"none", .. search.Probe()],
        LinearDiscriminantAnalysis lda => [Numbers(lda.Priors), $"shrinkage {lda.Shrinkage.Amount}"],
        QuadraticDiscriminantAnalysis qda => [Numbers(qda.Priors)],
        GaussianNB bayes => [Numbers(bayes.Priors)],
        _ => [],
    };

    private static string Numbers(IReadOnlyList<double>? values) => values is null ? "none" : string.Join(' ', values);
}
