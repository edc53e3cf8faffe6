namespace Fer.Training;

/// <summary>A run folder that cannot be used: in use, of other settings, or holding something else.</summary>
public sealed class RunFolderException : FerException
{
    /// <summary>Creates the error.</summary>
    public RunFolderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public RunFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
