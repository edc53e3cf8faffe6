namespace Fer.Engine;

/// <summary>What an operation does about an input's gradient.</summary>
internal enum GradientMode
{
    /// <summary>Nothing: no one asks for it.</summary>
    None,

    /// <summary>Writes it.</summary>
    Write,

    /// <summary>Adds to what later operations have written.</summary>
    Accumulate,
}
