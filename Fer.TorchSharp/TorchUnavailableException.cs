namespace Fer.TorchSharp;

/// <summary>libtorch, or the device asked for, is not there.</summary>
public sealed class TorchUnavailableException : FerException
{
    /// <summary>Creates the error.</summary>
    public TorchUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public TorchUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
