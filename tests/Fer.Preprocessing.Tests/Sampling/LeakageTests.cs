using System.Diagnostics;

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
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string? compiler = Directory.Exists(Path.Combine(dotnet, "sdk"))
            ? Directory.EnumerateFiles(Path.Combine(dotnet, "sdk"), "csc.dll", SearchOption.AllDirectories).Max(StringComparer.Ordinal)
            : null;
        Assert.SkipWhen(compiler is null, $"{dotnet} holds no SDK to compile with.");

        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(Path.Combine(dotnet, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
        {
            RedirectStandardOutput = true,
            ArgumentList = { "exec", compiler, "-nologo", "-target:library", $"-out:{Path.Combine(folder.Root, "out.dll")}" },
        };
        for (int i = 0; i < expressions.Length; i++)
        {
            string source = Path.Combine(folder.Root, $"Line{i}.cs");
            File.WriteAllText(source, $$"""
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
            start.ArgumentList.Add(source);
        }

        IEnumerable<string> assemblies = Directory.EnumerateFiles(runtime, "System.*.dll")
            .Where(file => !file.EndsWith("Native.dll", StringComparison.Ordinal))
            .Append(typeof(Smote).Assembly.Location)
            .Append(typeof(ISampler).Assembly.Location);
        foreach (string assembly in assemblies)
            start.ArgumentList.Add($"-r:{assembly}");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
