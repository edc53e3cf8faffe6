namespace Fer.Ml;

/// <summary>How a <see cref="CalibratedClassifier"/> turns scores into probabilities.</summary>
public enum CalibrationMethod
{
    /// <summary>A logistic curve of two parameters (Platt, 1999): for few rows.</summary>
    Sigmoid,

    /// <summary>The best curve that never falls (Zadrozny and Elkan, 2002): for about a thousand rows and more.</summary>
    Isotonic,
}
