using System.Globalization;
using System.Text;

namespace Fer.Preprocessing.Tests;

/// <summary>The committed fixtures; the scripts folder holds what made them.</summary>
internal static class FixtureFiles
{
    public static string Path(string name) =>
        System.IO.Path.Combine(SharedData.RepositoryRoot, "tests", "Fer.Preprocessing.Tests", "Fixtures", name);

    public static byte[] Read(string name) => File.ReadAllBytes(Path(name));

    /// <summary>The files of a folder with an extension, as names that <see cref="Read"/> takes.</summary>
    public static IEnumerable<string> List(string folder, string extension) =>
        Directory.EnumerateFiles(Path(folder), $"*{extension}")
            .Select(file => $"{folder}/{System.IO.Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal);

    /// <summary>The same as a theory's data.</summary>
    public static TheoryData<string> AsTheory(string folder, string extension) => [.. List(folder, extension)];

    /// <summary>The pixels that belong to a picture file: a line "width height channels", then the bytes.</summary>
    public static Image ReadPixels(string pictureName)
    {
        byte[] data = Read(System.IO.Path.ChangeExtension(pictureName, ".pixels"));
        int end = Array.IndexOf(data, (byte)'\n');
        string[] header = Encoding.ASCII.GetString(data, 0, end).Split(' ');
        int[] numbers = [.. header.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return new Image(numbers[0], numbers[1], (PixelFormat)numbers[2], data[(end + 1)..]);
    }
}
