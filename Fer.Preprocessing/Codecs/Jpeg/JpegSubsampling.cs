namespace Fer.Preprocessing;

/// <summary>How many colour samples a JPEG file has for its luminance samples.</summary>
public enum JpegSubsampling
{
    /// <summary>As many (4:4:4).</summary>
    Chroma444,

    /// <summary>Half as many in x and in y (4:2:0).</summary>
    Chroma420,
}
