using System.Reflection;
using Fer.Engine;

namespace Fer.Ml.Tests;

/// <summary>
/// What the conformance suite runs on: every learner of the package, found by reflection. One whose constructor needs no arguments is
/// taken with its defaults; the others are named in <see cref="s_settings"/>, with small settings.
/// </summary>
internal static class Learners
{
    private static readonly IClassifier[] s_members = [new GaussianDouble(), new GaussianDouble(0.1)];

    private static readonly CpuEngine s_engine = new();

    private static readonly Dictionary<string, IClassifier[]> s_settings = new()
    {
        [nameof(VotingClassifier)] = [new VotingClassifier(s_members), new VotingClassifier(s_members) { Voting = Voting.Soft }],
        [nameof(StackingClassifier)] =
        [
            new StackingClassifier(s_members, new GaussianDouble(0.1)),
            new StackingClassifier(s_members, new GaussianDouble(0.1)) { Passthrough = true },
        ],
        [nameof(BlendingClassifier)] = [new BlendingClassifier(s_members, new GaussianDouble(0.1))],
        [nameof(BaggingClassifier)] = [new BaggingClassifier(new GaussianDouble()) { MaxFeatures = 0.8 }],
        [nameof(AdaBoostClassifier)] = [new AdaBoostClassifier(new GaussianDouble(1)) { Estimators = 5 }],
        [nameof(CalibratedClassifier)] =
        [
            new CalibratedClassifier(new GaussianDouble(0.1)),
            new CalibratedClassifier(new GaussianDouble(0.1)) { Method = CalibrationMethod.Isotonic },
        ],
        [nameof(MLPClassifier)] =
        [
            new MLPClassifier(s_engine),
            new MLPClassifier(s_engine)
            {
                HiddenLayerSizes = [20, 10], Activation = MLPActivation.Logistic, LearningRateInit = 0.02, EarlyStopping = true,
            },
        ],
        // The default gamma goes by the rows' variance, which repeating some changes.
        [nameof(SVC)] = [new SVC { Gamma = Gamma.Of(0.3), Tol = 1e-10 }],
        [nameof(Pipeline)] = [new Pipeline([PipelineStep.Of(new StandardScaler()), PipelineStep.Of(new Pca())], new GaussianDouble(0.1))],
    };

    // Checks that a learner cannot pass by its nature: (learner, check) and why.
    private static readonly Dictionary<(string Learner, string Check), string> s_exemptions = new()
    {
        [(nameof(DummyClassifier), "Learns")] = "It does not look at the features.",
    };

    /// <summary>Every learner by name; a second setting of the same has a number.</summary>
    public static IReadOnlyDictionary<string, IClassifier> All { get; } = typeof(IClassifier).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IClassifier)))
        .SelectMany(type => Create(type).Select((learner, i) => (Name: i == 0 ? type.Name : $"{type.Name} {i + 1}", Learner: learner)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ToDictionary(pair => pair.Name, pair => pair.Learner);

    /// <summary>Skips a check that a learner is exempt from.</summary>
    public static void SkipIfExempt(IClassifier learner, string check)
    {
        if (s_exemptions.TryGetValue((learner.GetType().Name, check), out string? reason))
            Assert.Skip(reason);
    }

    /// <summary>Whether a learner draws at random, by having a seed.</summary>
    public static bool IsSeeded(this IClassifier learner) => learner.GetType().GetProperty("Seed") is not null;

    private static IClassifier[] Create(Type type) =>
        s_settings.TryGetValue(type.Name, out IClassifier[]? learners) ? learners : [(IClassifier)CreateDefault(type)];

    /// <summary>An instance with every argument at its default.</summary>
    public static object CreateDefault(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().FirstOrDefault(c => c.GetParameters().All(parameter => parameter.IsOptional))
            ?? throw new InvalidOperationException($"{type.Name} needs arguments: add settings for it to {nameof(Learners)}.");
        object[] defaults = [.. constructor.GetParameters().Select(_ => Type.Missing)];
        return constructor.Invoke(BindingFlags.OptionalParamBinding, null, defaults, null);
    }
}
