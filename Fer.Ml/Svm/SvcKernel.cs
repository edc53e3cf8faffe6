namespace Fer.Ml;

/// <summary>How <see cref="SVC"/> compares two rows.</summary>
public enum SvcKernel
{
    /// <summary>exp(-gamma |x - y|^2).</summary>
    Rbf,

    /// <summary>x'y.</summary>
    Linear,
}
