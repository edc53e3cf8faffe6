namespace Fer.Engine;

/// <summary>Which way an operation ran.</summary>
public enum ProfilePhase
{
    /// <summary>From inputs to output.</summary>
    Forward,

    /// <summary>From the output's gradient to the inputs' and the parameters'.</summary>
    Backward,

    /// <summary>The optimiser's step.</summary>
    Update,
}
