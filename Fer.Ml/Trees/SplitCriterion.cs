namespace Fer.Ml;

/// <summary>What a tree takes for the impurity of a node.</summary>
public enum SplitCriterion
{
    /// <summary>1 - the sum of the classes' squared shares: how often two of its samples differ in class.</summary>
    Gini,

    /// <summary>Shannon's entropy in bits of the classes' shares; scikit-learn's "entropy" and "log_loss".</summary>
    Entropy,
}
