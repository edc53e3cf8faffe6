using System.Diagnostics;
using System.Text.RegularExpressions;
using Fer.Evaluation;
using Fer.Preprocessing;

namespace Fer.Ml.Tests;

/// <summary>The code of docs/comparison.md compiles, read from top to bottom.</summary>
public partial class GuideTests
{
    [Fact]
    public void The_guide_compiles()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string? compiler = Directory.Exists(Path.Combine(dotnet, "sdk"))
            ? Directory.EnumerateFiles(Path.Combine(dotnet, "sdk"), "csc.dll", SearchOption.AllDirectories).Max(StringComparer.Ordinal)
            : null;
        Assert.SkipWhen(compiler is null, $"{dotnet} holds no SDK to compile with.");

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
        var start = new ProcessStartInfo(Path.Combine(dotnet, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "exec", compiler, "-nologo", "-nullable", "-warnaserror", "-nowarn:CS1701,CS1702", "-target:library",
                $"-out:{folder.PathOf("out.dll")}", folder.PathOf("Guide.cs"),
            },
        };
        IEnumerable<string> assemblies = Directory.EnumerateFiles(runtime, "System.*.dll")
            .Where(file => !file.EndsWith("Native.dll", StringComparison.Ordinal))
            .Concat(new[] { typeof(FeatureTable), typeof(ModelComparison), typeof(ClassificationScorer), typeof(Smote) }
                .Select(type => type.Assembly.Location));
        foreach (string assembly in assemblies)
            start.ArgumentList.Add($"-r:{assembly}");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", output);
        Assert.Equal(0, process.ExitCode);
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
