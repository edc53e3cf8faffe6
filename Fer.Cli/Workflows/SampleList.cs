using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fer.Cli.Workflows;

/// <summary>
/// A run's <c>samples.csv</c>: which pictures it learnt from and which its choices rest on, so that an evaluation can tell
/// whether it is shown one of them again.
/// </summary>
internal sealed partial class SampleList
{
    public const string FileName = "samples.csv";

    private const string Header = "side,sha256,id";

    private readonly HashSet<string> _contents = new(StringComparer.Ordinal);
    private readonly HashSet<(string Name, string Hash)> _files = [];

    /// <summary>Writes the list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hashes">The SHA-256 of each picture by its identity.</param>
    /// <param name="sides">The pictures and what they were used for.</param>
    public static void Save(
        string path, IReadOnlyDictionary<string, string> hashes, params IReadOnlyList<(string Side, ILabeledData Data)> sides)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach ((string side, ILabeledData data) in sides)
        {
            for (int i = 0; i < data.Ids.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"{side},{hashes[data.Ids[i]]},{Quote(data.Ids[i])}\n");
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>Reads the list of a run.</summary>
    /// <exception cref="FerException">The file is missing or damaged.</exception>
    public static SampleList Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FerException($"{path}: cannot be read: {error.Message} Train again into a new folder.", error);
        }

        if (!text.StartsWith(Header + "\n", StringComparison.Ordinal))
            throw new FerException($"{path}: not a list of samples; train again into a new folder.");
        var list = new SampleList();
        for (int start = Header.Length + 1; start < text.Length;)
        {
            Match line = Line().Match(text, start, text.Length - start);
            if (!line.Success)
            {
                string rest = text[start..].Split('\n')[0];
                throw new FerException($"{path}: '{rest}' is not a sample; train again into a new folder.");
            }

            string hash = line.Groups["hash"].Value;
            string id = line.Groups["quoted"] is { Success: true } quoted
                ? quoted.Value.Replace("\"\"", "\"", StringComparison.Ordinal)
                : line.Groups["id"].Value;
            list._contents.Add(hash);
            list._files.Add((Path.GetFileName(id), hash));
            start += line.Length;
        }

        return list;
    }

    /// <summary>Whether a picture of the same content was used, under whatever name.</summary>
    public bool HasContent(string hash) => _contents.Contains(hash);

    /// <summary>Whether this very file was used: the same name and content, wherever the data's root was then.</summary>
    public bool HasFile(string id, string hash) => _files.Contains((Path.GetFileName(id), hash));

    /// <summary>A field as RFC 4180 has it: in quotes where it holds what would end it.</summary>
    private static string Quote(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;

    // The identity comes last: older lists have it without quotes even where it holds commas.
    [GeneratedRegex("""\G[^,\n]*,(?<hash>[^,\n]*),(?:"(?<quoted>(?:[^"]|"")*)"|(?<id>[^\n]*))(?:\n|\z)""")]
    private static partial Regex Line();
}
