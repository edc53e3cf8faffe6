namespace Fer;

/// <summary>
/// The base of every error that bad input can cause: a file, a value or a setting that the caller can mend.
/// The message names the file or value, the reason and the way out.
/// </summary>
public class FerException : Exception
{
    /// <summary>Creates an error with a message for the person who can mend it.</summary>
    public FerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with a message for the person who can mend it, and its cause.</summary>
    public FerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
