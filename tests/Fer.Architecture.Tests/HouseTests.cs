using System.Text.RegularExpressions;

namespace Fer.Architecture.Tests;

/// <summary>The house is in order: every project in a solution, settings for any machine, files named after their types.</summary>
public partial class HouseTests
{
    [Fact]
    public void The_solutions_hold_every_project()
    {
        string[] listed = [.. Repository.SolutionProjects("Fer.sln").Union(Repository.SolutionProjects("Fer.TorchSharp.sln"))];
        Assert.Empty(Repository.Projects.Except(listed));
        Assert.Empty(listed.Except(Repository.Projects));
    }

    [Fact]
    public void Settings_name_no_address_and_no_path_of_one_machine()
    {
        string[] patterns = ["*.csproj", "*.props", "*.targets", "*.config", "*.sln", "global.json"];
        IEnumerable<string> files = patterns.SelectMany(pattern => Repository.Files(".", pattern));
        Assert.Empty(files.SelectMany(file => Findings(file, AddressOrAbsolutePath())));
    }

    [Fact]
    public void Package_sources_are_left_to_the_user()
    {
        IEnumerable<string> files = Repository.Files(".", "*.config").Concat(Repository.Files(".", "*.props"))
            .Concat(Repository.Files(".", "*.csproj"));
        Assert.Empty(files.SelectMany(file => Findings(file, PackageSource())));
    }

    [Theory]
    [InlineData("<add key=\"feed\" value=\"https://example.org/index.json\" />")]
    [InlineData("<HintPath>/opt/lib/a.dll</HintPath>")]
    [InlineData("<Import Project=\"C:\\lib\\a.props\" />")]
    [InlineData("<Import Project=\"//server/a.props\" />")]
    [InlineData("<Import Project=\"~/a.props\" />")]
    public void Such_settings_are_recognised(string line) => Assert.Matches(AddressOrAbsolutePath(), line);

    [Theory]
    [InlineData("<ProjectReference Include=\"../../Fer.Ml/Fer.Ml.csproj\" />")]
    [InlineData("<Content Include=\"Fixtures/**\" />")]
    [InlineData("<A>$([MSBuild]::MakeRelative('$(B)', '$(C)').Replace('\\', '/').Split('/')[0])</A>")]
    [InlineData("Project(\"{FAE}\") = \"Fer.Ml\", \"Fer.Ml\\Fer.Ml.csproj\", \"{01}\"")]
    public void Relative_paths_are_left_alone(string line) => Assert.DoesNotMatch(AddressOrAbsolutePath(), line);

    [Fact]
    public void A_public_type_stands_in_the_file_of_its_name()
    {
        IEnumerable<string> misplaced =
            from project in Repository.Projects
            where project.StartsWith("Fer.", StringComparison.Ordinal)
            from file in Repository.Files(Path.GetDirectoryName(project)!, "*.cs")
            from Match type in PublicType().Matches(File.ReadAllText(file))
            let name = type.Groups["name"].Value
            where name != Path.GetFileName(file).Split('.')[0]
            select $"{name} in {Repository.Relative(file)}";
        Assert.Empty(misplaced);
    }

    private static IEnumerable<string> Findings(string file, Regex pattern) =>
        File.ReadLines(file).Where(line => pattern.IsMatch(line)).Select(line => $"{Repository.Relative(file)}: {line.Trim()}");

    [GeneratedRegex("""://|["'>;=\s](?:/+\w|~/|\w:[\\/]|\\\\\w)""")]
    private static partial Regex AddressOrAbsolutePath();

    [GeneratedRegex("<packageSources|RestoreSources|RestoreAdditionalProjectSources")]
    private static partial Regex PackageSource();

    // Top-level types alone: in a file-scoped namespace they start at the margin.
    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|readonly|partial|ref|unsafe) )*"
        + @"(?:record struct|record class|record|class|struct|interface|enum|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
