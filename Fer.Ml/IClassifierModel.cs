namespace Fer.Ml;

/// <summary>What a learner made of a table: it does not change, and is safe to use on several threads.</summary>
public interface IClassifierModel
{
    /// <summary>The class names.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>The number of features that a row has.</summary>
    int Columns { get; }

    /// <summary>Computes class probabilities.</summary>
    /// <param name="rows">Rows x columns, row by row.</param>
    /// <param name="threads">The most threads; 0 for all cores. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// Rows x classes; each row sums to 1, and classes that training lacked have 0. Learners that score without being probabilistic
    /// (ridge, support vectors) give the softmax of their decision function: its order is theirs, its values are not calibrated.
    /// </returns>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    /// <exception cref="DatasetException">A value is not a finite number.</exception>
    double[] PredictProbabilities(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default);

    /// <summary>Writes what was learnt, so that <see cref="ModelFile"/> can read it back to the same bits.</summary>
    void Save(ModelWriter writer);
}
