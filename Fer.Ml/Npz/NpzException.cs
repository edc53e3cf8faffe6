namespace Fer.Ml;

/// <summary>A .npy or .npz file that cannot be read: truncated, damaged, hostile, or of a type that is not supported.</summary>
public sealed class NpzException : FerException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Names the file, what is wrong and the way out.</param>
    public NpzException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    /// <param name="message">Names the file, what is wrong and the way out.</param>
    /// <param name="innerException">The cause.</param>
    public NpzException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
