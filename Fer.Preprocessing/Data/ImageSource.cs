namespace Fer.Preprocessing;

/// <summary>Where a picture comes from: a file of its own, or pixels that another file held. Safe on many threads.</summary>
public abstract class ImageSource
{
    private protected ImageSource(string location) => Location = location;

    /// <summary>The place, to name it in messages: a path, or a file and a line of it.</summary>
    public string Location { get; }

    /// <summary>A picture in a file of its own; the bytes stay on disk until asked for.</summary>
    /// <param name="path">The file.</param>
    public static ImageSource FromFile(string path) => new FileImageSource(path);

    /// <summary>A picture in memory.</summary>
    /// <param name="image">The picture, not to be changed afterwards.</param>
    /// <param name="location">Where it was read, for example "fer2013.csv, line 2".</param>
    public static ImageSource FromPixels(Image image, string location) => new PixelImageSource(image, location);

    /// <summary>What tells the picture from others: its file as it is on disk, or its pixels.</summary>
    /// <exception cref="DatasetException">The file cannot be read: it is gone, or the right to read it is missing.</exception>
    public abstract byte[] ReadBytes();

    /// <summary>The picture, not to be changed; what is pixels already is not decoded.</summary>
    /// <param name="decode">Decodes a picture file.</param>
    /// <exception cref="DatasetException">The file cannot be read.</exception>
    /// <exception cref="ImageFormatException">The file cannot be decoded.</exception>
    public abstract Image Decode(Func<ReadOnlyMemory<byte>, Image> decode);
}
