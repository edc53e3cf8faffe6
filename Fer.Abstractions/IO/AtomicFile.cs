using System.Text;

namespace Fer;

/// <summary>Writes files that are either whole or not there: to a temporary name beside the target, flushed, then renamed.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a file through a stream. When <paramref name="write"/> fails, the old file stays as it was.</summary>
    /// <remarks>
    /// Several writers of one file do not disturb each other: the last to end has its content in place, whole. What a killed
    /// process leaves behind has the target's name, a dot, a whole number and ".tmp".
    /// </remarks>
    /// <param name="path">The file to make or replace; missing folders are made.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="FerException">The file cannot be written: a full disk, a missing right, a folder in its place.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string temporary = $"{path}.{Random.Shared.Next()}.tmp"; // its own for each writer
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            DeleteQuietly(temporary);
            throw new FerException($"{path}: cannot be written: {error.Message} Free some space or choose another place.", error);
        }
        catch
        {
            DeleteQuietly(temporary);
            throw;
        }
    }

    /// <summary>Writes a text file as UTF-8 without a byte-order mark.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Utf8.GetBytes(text));

    /// <summary>Writes a file of bytes.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteAllBytes(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to tell.
        }
    }
}
