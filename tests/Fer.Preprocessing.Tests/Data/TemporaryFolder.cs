namespace Fer.Preprocessing.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("fer-test-").FullName;

    public string Write(string path, byte[] content)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }

    public string Write(string path, Image image) => Write(path, TestPicture.Encode(image));

    /// <summary>Writes a 2x2 grey picture whose pixels start with a value, so that different values are different pictures.</summary>
    public string Write(string path, byte value) => Write(path, TestPicture.Gray(value, 1, 2, 3));

    public DatasetContents Load() => ImageFolder.Load(Root, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
