using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>The candidates of a comparison: the learners one by one, and together.</summary>
internal static class CompareCandidates
{
    private const int LeastLearners = 2;

    /// <summary>Makes the candidates that the settings ask for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="sampler">What balances the classes; null for nothing.</param>
    /// <param name="engine">What trains learners that are networks.</param>
    /// <exception cref="FerException">A learner is unknown, or there are too few to vote or stack.</exception>
    public static IReadOnlyList<Candidate> Create(CompareSettings settings, ISampler? sampler, IEngine engine)
    {
        IClassifier[] all = [.. settings.Learners.Select(name => LearnerCatalog.Create(name, settings.Seed, engine))];
        IClassifier[] probabilistic = [.. all.Where((_, i) => LearnerCatalog.IsProbabilistic(settings.Learners[i]))];
        var candidates = settings.Learners.Zip(all, (name, learner) => new Candidate(name, learner)).ToList();
        if (settings.Vote)
        {
            candidates.Add(new Candidate("voting-hard", new VotingClassifier(Enough(all, "--vote"))));
            candidates.Add(new Candidate("voting-soft", new VotingClassifier(Enough(probabilistic, "--vote")) { Voting = Voting.Soft }));
        }

        if (settings.Stack)
            candidates.Add(Stacking(Enough(probabilistic, "--stack"), sampler, settings));
        return candidates;
    }

    /// <summary>Under Extra Trees, as in the paper, but with the sampler within the folds.</summary>
    private static Candidate Stacking(IClassifier[] learners, ISampler? sampler, CompareSettings settings)
    {
        var stacking = new StackingClassifier(learners, new ExtraTreesClassifier { Seed = settings.Seed })
        {
            Sampler = sampler,
            Seed = settings.Seed,
        };
        return new Candidate("stacking", stacking)
        {
            UsesSampler = false,
            Settings = $"{stacking with { Sampler = null }} of {string.Join(", ", settings.Learners)}; {settings.Balance} within the folds",
        };
    }

    private static IClassifier[] Enough(IClassifier[] learners, string option) => learners.Length >= LeastLearners
        ? learners
        : throw new FerException(
            $"{option}: needs at least {LeastLearners} learners with probabilities; name more with --learners, such as "
            + $"{string.Join(", ", LearnerCatalog.PaperNames.Where(LearnerCatalog.IsProbabilistic))}.");
}
