using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Fer.Training;

/// <summary>
/// The folder of one training run: <c>settings.json</c>, the <c>checkpoint</c> to continue from, <c>history.csv</c> and
/// <c>history.json</c>, weights that callbacks keep (<c>best</c>), and at last the final <c>weights</c>, whose presence marks
/// the run as finished. While a process has it open, <c>run.lock</c> keeps others out; a killed process's lock does not.
/// </summary>
/// <remarks>Every file is written whole or not at all, so a run that was killed at any moment can be resumed.</remarks>
public sealed class RunFolder : IDisposable
{
    private const string SettingsName = "settings.json";
    private const string LockName = "run.lock";
    private const string CheckpointName = "checkpoint";
    private const string WeightsName = "weights";

    private readonly ITensorFileFormat _format;
    private readonly IReadOnlyDictionary<string, string> _metadata;
    private readonly FileStream _lock;

    private RunFolder(
        string path, string settings, ITensorFileFormat format, IReadOnlyDictionary<string, string> metadata, FileStream lockFile)
    {
        Path = path;
        Settings = settings;
        _format = format;
        _metadata = metadata;
        _lock = lockFile;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The settings as <c>settings.json</c> holds them.</summary>
    public string Settings { get; }

    /// <summary>The final weights' file; it exists when the run is finished.</summary>
    public string WeightsPath => FilePath(WeightsName);

    /// <summary>The checkpoint's file.</summary>
    public string CheckpointPath => FilePath(CheckpointName);

    /// <summary>The history as a table.</summary>
    public string HistoryCsvPath => System.IO.Path.Combine(Path, "history.csv");

    /// <summary>The history as JSON.</summary>
    public string HistoryJsonPath => System.IO.Path.Combine(Path, "history.json");

    /// <summary>Whether the run has come to its end.</summary>
    public bool IsFinished => File.Exists(WeightsPath);

    /// <summary>What ties a checkpoint to these settings: their SHA-256.</summary>
    internal string SettingsFingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Settings)));

    /// <summary>Opens a folder for a new run, or to continue one, and keeps other processes out until disposed.</summary>
    /// <param name="path">The folder; made if missing.</param>
    /// <param name="settings">Everything that decides the run's result, as a JSON object.</param>
    /// <param name="format">The format of checkpoints and weights.</param>
    /// <param name="resume">
    /// Whether to continue the run that the folder holds. If it holds none (it is missing or empty, or the first run was killed
    /// before it had begun), a new run starts. Left-over temporary files of a killed process are removed.
    /// </param>
    /// <param name="weightsMetadata">Strings to keep in every weights file, for example the architecture's name.</param>
    /// <exception cref="RunFolderException">
    /// The folder is in use, holds something else than a run, holds a run that is not to be resumed or has other settings.
    /// </exception>
    public static RunFolder Open(
        string path,
        string settings,
        ITensorFileFormat format,
        bool resume = false,
        IReadOnlyDictionary<string, string>? weightsMetadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(format);
        using JsonDocument wanted = ParseSettings(settings, "settings");
        ThrowIfForeign(path);
        FileStream lockFile = Lock(path);
        try
        {
            settings = HasRun(path) ? CheckRun(path, wanted, resume) : settings;
            RemoveTemporaryFiles(path);
            if (!HasRun(path))
                AtomicFile.WriteAllText(System.IO.Path.Combine(path, SettingsName), settings);
            return new RunFolder(path, settings, format, weightsMetadata ?? new Dictionary<string, string>(), lockFile);
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Whether a folder holds a run, finished or not.</summary>
    public static bool HasRun(string path) => File.Exists(System.IO.Path.Combine(path, SettingsName));

    /// <summary>Reads the settings of a run, finished or not, without opening it.</summary>
    /// <exception cref="RunFolderException">The folder holds no run, or its settings cannot be read.</exception>
    public static string ReadSettings(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!HasRun(path))
            throw new RunFolderException($"{path}: not a run folder: it has no {SettingsName}.");
        string file = System.IO.Path.Combine(path, SettingsName);
        string settings = ReadText(file);
        ParseSettings(settings, file).Dispose();
        return settings;
    }

    /// <summary>Reads the final weights of a finished run without opening it.</summary>
    /// <exception cref="RunFolderException">The folder holds no finished run.</exception>
    /// <exception cref="TensorFileException">The weights are damaged.</exception>
    public static TensorFileContent ReadWeights(string path, ITensorFileFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        ReadSettings(path);
        string file = System.IO.Path.Combine(path, WeightsName + format.Extension);
        return File.Exists(file)
            ? ReadTensors(file, format)
            : throw new RunFolderException($"{file}: missing, as the run is not finished; resume it (--resume).");
    }

    /// <summary>Reads the history of a run, finished or not, without opening it; no epochs if none has ended.</summary>
    /// <exception cref="FerException">The history cannot be read.</exception>
    public static TrainingHistory ReadHistory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = System.IO.Path.Combine(path, "history.json");
        return File.Exists(file) ? TrainingHistory.FromJson(ReadText(file), file) : new TrainingHistory([]);
    }

    /// <summary>Lets other processes use the folder.</summary>
    public void Dispose() => _lock.Dispose();

    internal void SaveCheckpoint(Checkpoint checkpoint) => WriteTensors(CheckpointPath, CheckpointSerializer.ToContent(checkpoint));

    /// <summary>The checkpoint to continue from; null if the run was killed before the first one.</summary>
    internal Checkpoint? LoadCheckpoint()
    {
        if (!File.Exists(CheckpointPath))
            return null;
        Checkpoint checkpoint = CheckpointSerializer.FromContent(ReadTensors(CheckpointPath, _format), CheckpointPath);
        return checkpoint.Settings == SettingsFingerprint
            ? checkpoint
            : throw new RunFolderException(
                $"{CheckpointPath}: the checkpoint belongs to other settings than the folder's {SettingsName}; "
                + "put back the settings that it belongs to, or delete it to start the run from its beginning.");
    }

    /// <summary>Keeps weights for a callback.</summary>
    internal void SaveWeights(string name, IReadOnlyDictionary<string, Tensor> weights)
    {
        if (name is WeightsName or CheckpointName || name.AsSpan().ContainsAny(System.IO.Path.GetInvalidFileNameChars()))
        {
            throw new FerException(
                $"'{name}' cannot name a weights file; choose a plain file name other than {WeightsName} and {CheckpointName}.");
        }

        WriteTensors(FilePath(name), new TensorFileContent(weights, _metadata));
    }

    /// <summary>Reads weights that were kept, or the final ones.</summary>
    internal IReadOnlyDictionary<string, Tensor> LoadWeights(string name = WeightsName) => ReadTensors(FilePath(name), _format).Tensors;

    internal void SaveHistory(TrainingHistory history)
    {
        AtomicFile.WriteAllText(HistoryCsvPath, history.ToCsv());
        AtomicFile.WriteAllText(HistoryJsonPath, history.ToJson());
    }

    /// <summary>Writes the final weights, which marks the run as finished.</summary>
    internal void Finish(IReadOnlyDictionary<string, Tensor> weights) =>
        WriteTensors(WeightsPath, new TensorFileContent(weights, _metadata));

    private static void ThrowIfForeign(string path)
    {
        if (File.Exists(path))
            throw new RunFolderException($"{path}: a file, not a folder; choose another place for the run.");
        if (Directory.Exists(path) && !HasRun(path) && FirstForeignEntry(path) is { } entry)
            throw new RunFolderException($"{path}: not a run folder, and not empty (it holds '{entry}'); choose a new or empty folder.");
    }

    /// <summary>Something that a run killed before its settings were written does not leave.</summary>
    private static string? FirstForeignEntry(string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(path)
                .Select(entry => System.IO.Path.GetFileName(entry))
                .FirstOrDefault(name => name != LockName && !IsTemporary(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            string file = System.IO.Path.Combine(path, LockName);

            // The file stays when the lock goes: deleting it would let one process lock the old file and another a new one.
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new RunFolderException($"{path}: cannot be written to: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new RunFolderException(
                $"{path}: cannot be locked, so it is probably in use by another process: {error.Message} "
                + "Wait for that process to end, or choose another folder.",
                error);
        }
    }

    private static string CheckRun(string path, JsonDocument wanted, bool resume)
    {
        string settings = ReadSettings(path);
        if (!resume)
            throw new RunFolderException($"{path}: holds a run already; continue it (--resume) or choose another folder.");
        using JsonDocument present = ParseSettings(settings, path);
        IReadOnlyList<string> differences = RunSettings.Differences(present.RootElement, wanted.RootElement);
        return differences.Count == 0
            ? settings
            : throw new RunFolderException(
                $"{path}: holds a run of other settings ({string.Join("; ", differences)}); "
                + "resume it with its own, or choose another folder.");
    }

    private static void RemoveTemporaryFiles(string path)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(path, "*.tmp").Where(IsTemporary))
                File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{path}: a temporary file cannot be removed: {error.Message}", error);
        }
    }

    /// <summary>Whether a file has the name that <see cref="AtomicFile"/> writes under: the target's, a process id, "tmp".</summary>
    private static bool IsTemporary(string file) => file.Split('.') is [.., _, var id, "tmp"] && int.TryParse(id, out _);

    private static JsonDocument ParseSettings(string settings, string name)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(settings);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException error)
        {
            throw new RunFolderException($"{name}: not JSON: {error.Message}", error);
        }

        throw new RunFolderException($"{name}: settings are a JSON object.");
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{file}: cannot be read: {error.Message}", error);
        }
    }

    private static TensorFileContent ReadTensors(string file, ITensorFileFormat format)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return format.Read(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TensorFileException)
        {
            throw new TensorFileException($"{file}: cannot be read: {error.Message}", error);
        }
    }

    private void WriteTensors(string file, TensorFileContent content) => AtomicFile.Write(file, stream => _format.Write(stream, content));

    private string FilePath(string name) => System.IO.Path.Combine(Path, name + _format.Extension);
}
