namespace Fer;

/// <summary>A network definition that makes no sense: an unknown input, a shape that does not fit, a duplicate name.</summary>
public sealed class NetworkDefinitionException : FerException
{
    /// <summary>Creates the error.</summary>
    public NetworkDefinitionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public NetworkDefinitionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
