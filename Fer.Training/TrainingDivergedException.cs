namespace Fer.Training;

/// <summary>A training whose loss or weights are no longer finite numbers.</summary>
public sealed class TrainingDivergedException : FerException
{
    /// <summary>Creates the error.</summary>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
