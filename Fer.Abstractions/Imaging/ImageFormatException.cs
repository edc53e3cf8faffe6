namespace Fer;

/// <summary>A picture that cannot be decoded: truncated, corrupt, of an unsupported kind, or beyond the limits.</summary>
public sealed class ImageFormatException : FerException
{
    /// <summary>Creates the error.</summary>
    public ImageFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public ImageFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
