namespace Fer;

/// <summary>A weight file or checkpoint that cannot be read, or does not fit the network it is meant for.</summary>
public sealed class TensorFileException : FerException
{
    /// <summary>Creates the error.</summary>
    public TensorFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public TensorFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
