namespace Fer.Preprocessing;

/// <summary>A picture in a file of its own.</summary>
internal sealed class FileImageSource(string path) : ImageSource(path)
{
    public override byte[] ReadBytes()
    {
        try
        {
            return File.ReadAllBytes(Location);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{Location}: cannot be read: {error.Message} Restore the file or take it out.", error);
        }
    }

    public override Image Decode(Func<ReadOnlyMemory<byte>, Image> decode) => decode(ReadBytes());
}
