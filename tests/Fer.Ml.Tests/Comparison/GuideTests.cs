using System.Text.RegularExpressions;
using Fer.Evaluation;
using Fer.Preprocessing;
using Fer.Tests;

namespace Fer.Ml.Tests;

/// <summary>The code of docs/comparison.md compiles, read from top to bottom.</summary>
public partial class GuideTests
{
    [Fact]
    public void The_guide_compiles()
    {
        string[] snippets = [.. Snippet().Matches(File.ReadAllText(FindGuide())).Select(match => match.Groups[1].Value)];
        Assert.Equal(6, snippets.Length);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("Guide.cs"), $$"""
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Linq;
            using System.Threading;
            using Fer;
            using Fer.Evaluation;
            using Fer.Ml;
            using Fer.Preprocessing;

            internal static class Guide
            {
                public static void Run(CancellationToken cancellationToken)
                {
            {{string.Concat(snippets)}}
                }
            }
            """);
        string output = SdkCompiler.Compile(
            [folder.PathOf("Guide.cs")],
            [typeof(FeatureTable).Assembly, typeof(ModelComparison).Assembly, typeof(ClassificationScorer).Assembly, typeof(Smote).Assembly],
            "-nullable", "-warnaserror", "-nowarn:CS1701,CS1702");
        Assert.Equal("", output);
    }

    private static string FindGuide()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string guide = Path.Combine(folder.FullName, "docs", "comparison.md");
            if (File.Exists(guide))
                return guide;
        }

        throw new FileNotFoundException($"No folder above {AppContext.BaseDirectory} holds docs/comparison.md.");
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
