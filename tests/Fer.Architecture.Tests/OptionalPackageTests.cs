using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fer.Tests;

namespace Fer.Architecture.Tests;

/// <summary>
/// Not every feed has TorchSharp and ImageSharp: Fer.sln builds without them, and the sources that take them keep the house's rules
/// also where they are not compiled.
/// </summary>
public partial class OptionalPackageTests
{
    private static readonly string[] ImplicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    public static TheoryData<string> EmbeddedProjects => [.. Repository.SolutionProjects("Fer.sln")];

    public static TheoryData<string> OptionalCode => [.. OptionalProjects()];

    public static TheoryData<string> OptionalSources =>
    [
        .. OptionalProjects().SelectMany(project => Repository.Files(Path.GetDirectoryName(project)!, "*.cs")).Select(Repository.Relative),
    ];

    [Fact]
    public void The_second_solution_holds_the_projects_that_take_them()
    {
        string[] own = [.. OptionalProjects()];
        Assert.Contains("Fer.TorchSharp/Fer.TorchSharp.csproj", own);
        Assert.Contains("tests/Fer.TorchSharp.Tests/Fer.TorchSharp.Tests.csproj", own);
        Assert.NotEmpty(OptionalSources);
    }

    [Theory]
    [MemberData(nameof(EmbeddedProjects))]
    public void A_project_of_the_first_solution_needs_none_of_them(string project)
    {
        IEnumerable<string> needed = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants()
            .Where(item => item.Name.LocalName is "PackageReference" or "ProjectReference" && IsUnconditional(item))
            .Select(item => (string?)item.Attribute("Include") ?? "");
        Assert.DoesNotContain(needed, include => Optional().IsMatch(include));
    }

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("TorchSharp-$(Torch)")]
    [InlineData("../Fer.TorchSharp/Fer.TorchSharp.csproj")]
    [InlineData("SixLabors.ImageSharp")]
    [InlineData("libtorch-cpu")]
    public void Such_references_are_recognised(string include) => Assert.Matches(Optional(), include);

    [Theory]
    [MemberData(nameof(OptionalSources))]
    public void A_source_of_the_second_solution_is_formatted(string file)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, file));
        Assert.DoesNotMatch(Untidy(), text);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n'), line => line.Length > 140);
        Assert.Equal(text.Count(c => c == '{'), text.Count(c => c == '}'));
        Assert.DoesNotMatch(Unfinished(), text);
    }

    /// <summary>Without the packages the compiler gets as far as declarations: it misses names of types, and finds nothing else wrong.</summary>
    [Theory]
    [MemberData(nameof(OptionalCode))]
    public void The_compiler_misses_the_packages_alone(string project)
    {
        string usings = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(usings, ImplicitUsings.Select(name => $"global using {name};"));
            string output = SdkCompiler.Compile(
                [usings, .. Repository.Files(Path.GetDirectoryName(project)!, "*.cs")], [typeof(FerException).Assembly],
                "-nullable", "-unsafe", $"-target:{(project.StartsWith("samples", StringComparison.Ordinal) ? "exe" : "library")}");
            string[] errors = [.. output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal))];
            Assert.NotEmpty(errors);
            Assert.DoesNotContain(errors, error => !MissingType().IsMatch(error));
        }
        finally
        {
            File.Delete(usings);
        }
    }

    [Theory]
    [InlineData("int a;\t\n")]
    [InlineData("int a; \n")]
    [InlineData("int a;\r\n")]
    [InlineData("\n\n\nint a;\n")]
    public void Untidy_lines_are_recognised(string text) => Assert.Matches(Untidy(), text);

    private static IEnumerable<string> OptionalProjects() =>
        Repository.SolutionProjects("Fer.TorchSharp.sln").Except(Repository.SolutionProjects("Fer.sln"));

    private static bool IsUnconditional(XElement item) => item.AncestorsAndSelf().All(element => element.Attribute("Condition") is null);

    [GeneratedRegex("TorchSharp|ImageSharp|libtorch")]
    private static partial Regex Optional();

    // CS0246 and CS0234: a name is not found; CS0308: in the place of ImageSharp's Image<T> it finds ours.
    [GeneratedRegex("error (CS0246|CS0234|CS0308):")]
    private static partial Regex MissingType();

    [GeneratedRegex(@"\t|\r| \n|\n\n\n")]
    private static partial Regex Untidy();

    [GeneratedRegex(@"\bTODO\b|NotImplementedException")]
    private static partial Regex Unfinished();
}
