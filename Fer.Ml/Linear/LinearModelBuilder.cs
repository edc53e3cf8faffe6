namespace Fer.Ml;

/// <summary>Collects the rows of a <see cref="LinearModel"/>; classes that stay without one are never predicted.</summary>
internal sealed class LinearModelBuilder
{
    private readonly TrainingData _data;
    private readonly double[] _coefficients;
    private readonly double[] _intercepts;

    public LinearModelBuilder(TrainingData data)
    {
        _data = data;
        _coefficients = new double[data.Classes.Count * data.Columns];
        _intercepts = new double[data.Classes.Count];
        Array.Fill(_intercepts, double.NegativeInfinity);
    }

    /// <summary>Sets the score of a class: coefficients * row + intercept.</summary>
    public void Set(int label, ReadOnlySpan<double> coefficients, double intercept)
    {
        coefficients.CopyTo(_coefficients.AsSpan(label * _data.Columns, _data.Columns));
        _intercepts[label] = intercept;
    }

    /// <summary>
    /// Sets scores of one class against the rest: those of all classes with rows, or of the second of two, which the first gets
    /// the negatives of.
    /// </summary>
    /// <param name="coefficients">Scores x columns.</param>
    /// <param name="intercepts">One per score.</param>
    public void SetOneVsRest(double[] coefficients, double[] intercepts)
    {
        int[] present = _data.PresentClasses;
        int columns = _data.Columns;
        if (present.Length != 2)
        {
            for (int i = 0; i < present.Length; i++)
                Set(present[i], coefficients.AsSpan(i * columns, columns), intercepts[i]);
            return;
        }

        Set(present[1], coefficients, intercepts[0]);
        Set(present[0], Array.ConvertAll(coefficients, value => -value), -intercepts[0]);
    }

    /// <summary>The model.</summary>
    public LinearModel Build(int iterations = 1) => new(_data.Classes, _data.Columns, _coefficients, _intercepts, iterations);
}
