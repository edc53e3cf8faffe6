namespace Fer;

/// <summary>Samples stand on both sides of a border between training and evaluation.</summary>
public sealed class DataLeakageException : FerException
{
    /// <summary>Creates the error.</summary>
    public DataLeakageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public DataLeakageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
