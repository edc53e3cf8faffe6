namespace Fer.Ml;

/// <summary>A fitted transformation of feature rows: it does not change, and is safe to use on several threads.</summary>
public interface ITransformerModel
{
    /// <summary>The features that a row has.</summary>
    int Columns { get; }

    /// <summary>The features that a transformed row has.</summary>
    int OutputColumns { get; }

    /// <summary>Transforms rows.</summary>
    /// <param name="rows">Rows x <see cref="Columns"/>, row by row.</param>
    /// <param name="threads">The most threads; 0 for all cores. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Rows x <see cref="OutputColumns"/>.</returns>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    /// <exception cref="DatasetException">A value is not a finite number.</exception>
    float[] Transform(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default);

    /// <summary>Writes what was learnt, so that <see cref="ModelFile.LoadTransformer"/> can read it back to the same bits.</summary>
    void Save(ModelWriter writer);
}
