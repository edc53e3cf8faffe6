using System.Text;

namespace Fer.Ml;

/// <summary>
/// A file with a line of JSON for every candidate and fold that has been judged, so that a stopped comparison goes on where it was.
/// Lines are appended and flushed to the disk one by one; what a killed process left of a line is cut off at the next start.
/// </summary>
internal sealed class Leaderboard : IDisposable
{
    private const byte NewLine = (byte)'\n';

    private static readonly byte[] s_head = Encoding.UTF8.GetBytes("{\"format\":\"fer-leaderboard\",\"version\":1}\n");

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Dictionary<LeaderboardKey, FoldResult> _results = [];

    private Leaderboard(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Opens a leaderboard, or makes an empty one.</summary>
    /// <exception cref="LeaderboardException">It is damaged, is none, or cannot be opened.</exception>
    public static Leaderboard Open(string path)
    {
        FileStream? file = null;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            var leaderboard = new Leaderboard(path, file);
            leaderboard.Read();
            return leaderboard;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new LeaderboardException(
                $"{path}: cannot be opened: {error.Message} If another run is writing it, wait for its end; else choose another place.",
                error);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>What was judged before; null if it was not.</summary>
    public FoldResult? Find(LeaderboardKey key) => _results.GetValueOrDefault(key);

    /// <summary>Writes a result; it is on the disk when this returns.</summary>
    /// <param name="key">What it is about.</param>
    /// <param name="candidate">The candidate's name, for whoever looks into the file.</param>
    /// <param name="result">The result.</param>
    /// <exception cref="LeaderboardException">The file cannot be written.</exception>
    public void Add(LeaderboardKey key, string candidate, FoldResult result)
    {
        Append(LeaderboardLine.Format(key, candidate, result));
        _results[key] = result;
    }

    public void Dispose() => _file.Dispose();

    private void Read()
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        if (bytes.Length < s_head.Length && s_head.AsSpan().StartsWith(bytes)) // new, or killed while it was made
        {
            CutOff(0);
            Append(s_head);
            return;
        }

        if (!bytes.AsSpan().StartsWith(s_head))
            throw new LeaderboardException($"{_path}: is not a leaderboard that this version can read; choose another file.");
        int start = s_head.Length;
        for (int line = 2; start < bytes.Length; line++)
        {
            int length = bytes.AsSpan(start).IndexOf(NewLine);
            if (length < 0) // killed while it was written
                break;
            ReadLine(bytes.AsMemory(start, length), line);
            start += length + 1;
        }

        CutOff(start);
    }

    private void ReadLine(ReadOnlyMemory<byte> text, int line)
    {
        (LeaderboardKey key, FoldResult result) = LeaderboardLine.Parse(text)
            ?? throw new LeaderboardException(
                $"{_path}: line {line} is damaged; delete the line to judge that part again, or the file to begin anew.");
        _results[key] = result;
    }

    private void CutOff(int length)
    {
        _file.SetLength(length);
        _file.Position = length;
    }

    private void Append(byte[] line)
    {
        try
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException error)
        {
            throw new LeaderboardException(
                $"{_path}: cannot be written: {error.Message} Free some space, and start again to go on.", error);
        }
    }
}
