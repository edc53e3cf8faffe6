namespace Fer;

/// <summary>A data set that cannot be used: missing, empty, of one class only, or too small for what is asked of it.</summary>
public sealed class DatasetException : FerException
{
    /// <summary>Creates the error.</summary>
    public DatasetException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public DatasetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
