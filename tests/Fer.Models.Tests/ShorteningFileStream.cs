namespace Fer.Models.Tests;

/// <summary>A file that another program shortens to a few bytes while it is read.</summary>
/// <param name="path">The file.</param>
/// <param name="position">How far it is read before.</param>
internal sealed class ShorteningFileStream(string path, long position)
    : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Position >= position)
        {
            using var other = new FileStream(Name, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            other.SetLength(100);
        }

        return base.Read(buffer, offset, count);
    }
}
