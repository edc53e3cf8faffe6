using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fer.Architecture.Tests;

/// <summary>The repository as it lies on disk: its projects and their sources, found by folder.</summary>
internal static partial class Repository
{
    private static readonly string[] ProjectFolders = ["tests", "benchmarks", "samples"];

    /// <summary>The folder that holds Fer.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The libraries by name: each folder Fer.* at the top, but for the command.</summary>
    public static string[] Libraries { get; } =
        [.. TopLevelProjects().Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(name => name != "Fer.Cli").Order()];

    /// <summary>The libraries on packages that not every feed has; Fer.TorchSharp.sln builds them.</summary>
    public static string[] OptionalLibraries { get; } = ["Fer.ImageSharp", "Fer.TorchSharp"];

    /// <summary>The libraries that Fer.sln builds.</summary>
    public static string[] EmbeddedLibraries { get; } = [.. Libraries.Except(OptionalLibraries)];

    /// <summary>Every project file, relative to the root with forward slashes.</summary>
    public static string[] Projects { get; } =
        [.. TopLevelProjects().Concat(ProjectFolders.SelectMany(folder => Files(folder, "*.csproj"))).Select(Relative).Order()];

    /// <summary>The files below a folder that people wrote, not those that the build made; none where the folder is absent.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string path = Path.Combine(Root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Where(file => !IsBuildOutput(Relative(file)))
            : [];
    }

    /// <summary>The projects of a solution, relative to the root with forward slashes.</summary>
    public static string[] SolutionProjects(string solution) =>
    [
        .. SolutionProject().Matches(File.ReadAllText(Path.Combine(Root, solution)))
            .Select(match => match.Groups[1].Value.Replace('\\', '/')),
    ];

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    public static string ProjectFile(string name) => Path.Combine(Root, name, $"{name}.csproj");

    /// <summary>What a project's items of one kind include.</summary>
    public static string[] Includes(string projectFile, string item) =>
        [.. XDocument.Load(projectFile).Descendants(item).Select(element => (string?)element.Attribute("Include") ?? "")];

    private static IEnumerable<string> TopLevelProjects() =>
        Directory.EnumerateDirectories(Root, "Fer.*").SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"));

    private static bool IsBuildOutput(string relativePath) => relativePath.Split('/').Any(part => part is "bin" or "obj");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fer.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Fer.sln.");
    }

    [GeneratedRegex("""^Project\([^)]*\) = "[^"]*", "([^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();
}
