using System.Reflection;

namespace Fer.Architecture.Tests;

/// <summary>No package refers to a sibling, only to Fer.Abstractions.</summary>
public class ReferenceTests
{
    private const string Abstractions = "Fer.Abstractions";

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Fer.Training"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Fer.Ml"] = ["MathNet.Numerics"],
        ["Fer.TorchSharp"] = ["TorchSharp"],
        ["Fer.ImageSharp"] = ["SixLabors.ImageSharp"],
    };

    public static TheoryData<string> Libraries => [.. Repository.Libraries];

    public static TheoryData<string> EmbeddedLibraries => [.. Repository.EmbeddedLibraries];

    [Fact]
    public void The_libraries_are_found() => Assert.Contains(Abstractions, Repository.Libraries);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_refers_to_no_sibling(string library)
    {
        IEnumerable<string> references = Repository.Includes(Repository.ProjectFile(library), "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        Assert.Equal(library == Abstractions ? [] : [Abstractions], references);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_uses_only_the_packages_allowed_to_it(string library)
    {
        string project = Repository.ProjectFile(library);
        Assert.Empty(Repository.Includes(project, "PackageReference").Except(AllowedPackages.GetValueOrDefault(library, [])));
        Assert.Empty(Repository.Includes(project, "Reference"));
    }

    [Theory]
    [MemberData(nameof(EmbeddedLibraries))]
    public void What_was_built_needs_nothing_else(string library)
    {
        IEnumerable<string> needed = Assembly.Load(library).GetReferencedAssemblies().Select(name => name.Name ?? "");
        Assert.Empty(needed.Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Except([.. AllowedPackages.GetValueOrDefault(library, []), Abstractions]));
    }

    [Theory]
    [MemberData(nameof(EmbeddedLibraries))]
    public void A_library_can_be_trimmed_and_compiled_ahead_of_time(string library)
    {
        Dictionary<string, string?> metadata = Assembly.Load(library).GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
        Assert.Equal("True", metadata.GetValueOrDefault("IsTrimmable"));
        Assert.Equal("True", metadata.GetValueOrDefault("IsAotCompatible"));
    }
}
