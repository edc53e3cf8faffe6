namespace Fer.Preprocessing;

/// <summary>Picture files that a list names, checked one by one: within the folder, there, and named only once.</summary>
/// <param name="root">The folder that the paths are relative to.</param>
internal sealed class PictureFiles(string root)
{
    private readonly string _inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    /// <summary>The paths relative to the folder, with forward slashes.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>The files.</summary>
    public List<ImageSource> Sources { get; } = [];

    /// <summary>Adds the picture that a line names.</summary>
    /// <param name="path">The path as the list has it.</param>
    /// <param name="line">The line.</param>
    /// <param name="error">Makes an error at that line.</param>
    public void Add(string path, long line, Func<string, Exception> error)
    {
        string file = ToFile(path, error);
        string id = Path.GetRelativePath(_inside, file).Replace(Path.DirectorySeparatorChar, '/');
        if (!_lines.TryAdd(id, line))
            throw error($"'{path}' comes twice, first on line {_lines[id]}; take one of the lines out.");
        if (!File.Exists(file))
            throw error($"'{path}' is not there; expected {file}.");
        Ids.Add(id);
        Sources.Add(ImageSource.FromFile(file));
    }

    private string ToFile(string path, Func<string, Exception> error)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw error("the path holds a zero character; is this a text file?");
        string local = path.Replace('\\', '/');
        string file = Path.GetFullPath(Path.Combine(_inside, local));
        return !Path.IsPathRooted(local) && file.StartsWith(_inside, StringComparison.Ordinal)
            ? file
            : throw error($"'{path}' lies outside the folder {_inside}; use paths relative to it.");
    }
}
