namespace Fer.Ml;

/// <summary>A file is not a saved model, or a damaged one.</summary>
public sealed class ModelFileException : FerException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Names the file, what is wrong and the way out.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    /// <param name="message">Names the file, what is wrong and the way out.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
