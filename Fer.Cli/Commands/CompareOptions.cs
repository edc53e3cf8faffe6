using System.CommandLine;
using Fer.Cli.Workflows;
using Fer.Evaluation;
using Fer.Ml;

namespace Fer.Cli.Commands;

/// <summary>The options that say which learners are compared, and how.</summary>
internal sealed class CompareOptions
{
    private readonly Option<string> _learners = new("--learners")
    {
        Description = $"The learners, with commas between: {string.Join(", ", LearnerCatalog.Names)}.",
        DefaultValueFactory = _ => string.Join(',', LearnerCatalog.PaperNames),
        HelpName = "NAMES",
    };

    private readonly Option<string> _balance = new("--balance")
    {
        Description = "What to do about classes of different sizes, among the training rows alone.",
    };

    private readonly Option<ScoreAverage> _average = new("--average")
    {
        Description = "How recall, precision, F1 and AUC of each class become one: by support, as in the paper, or each class alike.",
        DefaultValueFactory = _ => ScoreAverage.Weighted,
    };

    private readonly Option<ScoreMetric> _sortBy = new("--sort")
    {
        Description = "What the table is sorted by.",
        DefaultValueFactory = _ => ScoreMetric.Accuracy,
    };

    private readonly Option<bool> _withoutCopies = new("--without-copies")
    {
        Description = "Do not judge on test rows that equal a training row, as copies of a picture do.",
    };

    /// <summary>Makes the options.</summary>
    /// <param name="balance">The balance by default.</param>
    public CompareOptions(string balance)
    {
        _balance.DefaultValueFactory = _ => balance;
        _balance.AcceptOnlyFromAmong(BalanceModes.None, BalanceModes.Undersample, BalanceModes.Oversample, BalanceModes.Smote);
    }

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_learners, _balance, _average, _sortBy, _withoutCopies];

    /// <summary>Reads the settings.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="seed">The seed of all that is drawn.</param>
    /// <exception cref="FerException">No learner is named, or one twice.</exception>
    public CompareSettings Read(ParseResult parsed, ulong seed)
    {
        string[] names = parsed.GetRequiredValue(_learners).Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            throw new FerException($"{_learners.Name}: name one at least, of {string.Join(", ", LearnerCatalog.Names)}.");
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FerException($"{_learners.Name}: '{twice.Key}' is named twice; name each once.");
        return new CompareSettings
        {
            Learners = names,
            Balance = parsed.GetRequiredValue(_balance),
            Average = parsed.GetValue(_average),
            SortBy = parsed.GetValue(_sortBy),
            WithoutCopies = parsed.GetValue(_withoutCopies),
            Seed = seed,
        };
    }
}
