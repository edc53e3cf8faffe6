namespace Fer.Preprocessing.Tests;

/// <summary>Finds the repository and the real data beside it, which not everybody has.</summary>
internal static class SharedData
{
    /// <summary>The folder that holds Fer.sln.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>A file of the shared data; the test is skipped where it is absent.</summary>
    /// <param name="name">The file's name in the folder FER_SHARED_DATA, or else in ../shared/data beside the repository.</param>
    public static string FileOrSkip(string name)
    {
        string folder = Environment.GetEnvironmentVariable("FER_SHARED_DATA") is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot, "..", "shared", "data");
        string path = Path.GetFullPath(Path.Combine(folder, name));
        Assert.SkipUnless(File.Exists(path), $"{name} is not there: set FER_SHARED_DATA to the folder that holds it.");
        return path;
    }

    private static string FindRepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fer.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Fer.sln.");
    }
}
