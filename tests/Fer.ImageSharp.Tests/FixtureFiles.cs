using System.Globalization;
using System.Text;

namespace Fer.ImageSharp.Tests;

/// <summary>The committed pictures: our own by Pillow, and those of the embedded codecs.</summary>
internal static class FixtureFiles
{
    private static readonly string TestsFolder = FindTestsFolder();

    /// <summary>The names of our own pictures.</summary>
    public static IEnumerable<string> Names { get; } = [.. List(Path.Combine(TestsFolder, "Fer.ImageSharp.Tests", "Fixtures"), "*")];

    /// <summary>All pictures of the embedded codecs' fixtures, as names that <see cref="ReadEmbedded"/> takes.</summary>
    public static IEnumerable<string> EmbeddedNames => EmbeddedFolders.SelectMany(row => ListEmbedded(row.Folder, row.Extension));

    /// <summary>A picture of our own.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(TestsFolder, "Fer.ImageSharp.Tests", "Fixtures", name));

    /// <summary>The pixels that belong to a picture of our own: a line "width height channels", then the bytes.</summary>
    public static Image ReadPixels(string name)
    {
        byte[] data = Read(Path.ChangeExtension(name, ".pixels"));
        int end = Array.IndexOf(data, (byte)'\n');
        string[] header = Encoding.ASCII.GetString(data, 0, end).Split(' ');
        int[] numbers = [.. header.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return new Image(numbers[0], numbers[1], (PixelFormat)numbers[2], data[(end + 1)..]);
    }

    /// <summary>The folders of the embedded codecs' fixtures, with the extension of the pictures in each.</summary>
    public static IReadOnlyList<(string Folder, string Extension)> EmbeddedFolders { get; } =
        [("Png", ".png"), ("Bmp", ".bmp"), ("Gif", ".gif"), ("Pnm", ".pnm"), ("PnmText", ".pnm"), ("Jpeg", ".jpg")];

    /// <summary>The pictures of a folder of the embedded codecs' fixtures, as names that <see cref="ReadEmbedded"/> takes.</summary>
    public static IEnumerable<string> ListEmbedded(string folder, string extension) =>
        List(Path.Combine(TestsFolder, "Fer.Preprocessing.Tests", "Fixtures", folder), "*" + extension).Select(name => $"{folder}/{name}");

    public static byte[] ReadEmbedded(string name) =>
        File.ReadAllBytes(Path.Combine(TestsFolder, "Fer.Preprocessing.Tests", "Fixtures", name));

    private static IEnumerable<string> List(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Select(Path.GetFileName).OfType<string>()
            .Where(name => !name.EndsWith(".pixels", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string FindTestsFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fer.sln")))
                return Path.Combine(folder.FullName, "tests");
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Fer.sln.");
    }
}
