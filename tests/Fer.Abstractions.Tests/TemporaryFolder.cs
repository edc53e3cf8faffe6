namespace Fer.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("fer-test-").FullName;

    public string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    public string[] Entries => [.. Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Order()];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
