namespace Fer.Ml;

/// <summary>What follows each hidden layer of an <see cref="MLPClassifier"/>.</summary>
public enum MLPActivation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Logistic,

    /// <summary>Nothing.</summary>
    Identity,
}
