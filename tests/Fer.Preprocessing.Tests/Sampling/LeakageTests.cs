using Fer.Tests;

namespace Fer.Preprocessing.Tests;

/// <summary>Leakage is impossible by the types: what would resample evaluation data does not compile.</summary>
public class LeakageTests
{
    private static readonly string[] Allowed =
    [
        "new Smote().FitResample(training)",
        "new TomekLinks().FitResample(training).Map(resampled => resampled.ToTable())",
        "((ISampler)new RandomOverSampler()).FitResample(training)",
        "evaluation.Map(table => table.Subset([0]))",
        "ResampledImageSource.Create(pictures, new Smote())",
        "StratifiedSplit.ByFraction(training, 0.2, 1)",
    ];

    private static readonly string[] Refused =
    [
        "new Smote().FitResample(evaluation)",
        "new Smote().FitResample(evaluation.Data)",
        "new Smote().FitResample((TrainingSplit<FeatureTable>)evaluation)",
        "((ISampler)new RandomOverSampler()).FitResample(evaluation)",
        "evaluation.Map(table => new Smote().FitResample(table))",
        "new Smote().FitResample(new DataSplits<FeatureTable>(training, evaluation).Evaluation)",
        "ResampledImageSource.Create(evaluationPictures, new Smote())",
        "ResampledImageSource.Create(evaluationPictures.Data, new Smote())",

        // SMOTE before the split: what was resampled is no data that a split takes, nor do both sides come out of it.
        "StratifiedSplit.ByFraction(new Smote().FitResample(training), 0.2, 1)",
        "StratifiedSplit.ByFraction(ResampledImageSource.Create(pictures, new Smote()), 0.2, 1)",
        "new DataSplits<ResampledTable>(new Smote().FitResample(training), new Smote().FitResample(training))",
        "new Smote().FitResample(evaluation.Map(table => table))",
    ];

    [Fact]
    public void Training_data_can_be_resampled_and_evaluation_data_cannot()
    {
        string[] expressions = [.. Allowed, .. Refused];
        string output = Compile(expressions);
        string[] refused = [.. expressions.Where((_, i) => output.Contains($"Line{i}.cs(", StringComparison.Ordinal))];
        Assert.Equal(Refused, refused);
    }

    /// <summary>What the compiler of the SDK says of expressions, each in a file Line0.cs, Line1.cs and so on.</summary>
    private static string Compile(string[] expressions)
    {
        using var folder = new TemporaryFolder();
        string[] sources = [.. expressions.Select((_, i) => Path.Combine(folder.Root, $"Line{i}.cs"))];
        for (int i = 0; i < expressions.Length; i++)
        {
            File.WriteAllText(sources[i], $$"""
                using Fer;
                using Fer.Preprocessing;

                internal static class Line{{i}}
                {
                    public static object Run(
                        TrainingSplit<FeatureTable> training, EvaluationSplit<FeatureTable> evaluation,
                        TrainingSplit<ImageSampleSource> pictures, EvaluationSplit<ImageSampleSource> evaluationPictures) =>
                        {{expressions[i]}};
                }
                """);
        }

        return SdkCompiler.Compile(sources, [typeof(Smote).Assembly, typeof(ISampler).Assembly]);
    }
}
