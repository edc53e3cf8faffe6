namespace Fer.TorchSharp;

/// <summary>The device has too little memory for what was asked of it.</summary>
public sealed class DeviceMemoryException : FerException
{
    /// <summary>Creates the error.</summary>
    public DeviceMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public DeviceMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
