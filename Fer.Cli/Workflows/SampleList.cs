using System.Globalization;
using System.Text;

namespace Fer.Cli.Workflows;

/// <summary>
/// A run's <c>samples.csv</c>: which pictures it learnt from and which its choices rest on, so that an evaluation can tell
/// whether it is shown one of them again.
/// </summary>
internal sealed class SampleList
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
                text.Append(CultureInfo.InvariantCulture, $"{side},{hashes[data.Ids[i]]},{data.Ids[i]}\n");
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>Reads the list of a run.</summary>
    /// <exception cref="FerException">The file is missing or damaged.</exception>
    public static SampleList Load(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (IOException error)
        {
            throw new FerException($"{path}: cannot be read: {error.Message} Train again into a new folder.", error);
        }

        var list = new SampleList();
        if (lines.Length == 0 || lines[0] != Header)
            throw new FerException($"{path}: not a list of samples; train again into a new folder.");
        foreach (string line in lines.Skip(1))
        {
            // The identity comes last, as it alone may hold commas.
            if (line.Split(',', 3) is not [_, string hash, string id])
                throw new FerException($"{path}: '{line}' is not a sample; train again into a new folder.");
            list._contents.Add(hash);
            list._files.Add((Path.GetFileName(id), hash));
        }

        return list;
    }

    /// <summary>Whether a picture of the same content was used, under whatever name.</summary>
    public bool HasContent(string hash) => _contents.Contains(hash);

    /// <summary>Whether this very file was used: the same name and content, wherever the data's root was then.</summary>
    public bool HasFile(string id, string hash) => _files.Contains((Path.GetFileName(id), hash));
}
