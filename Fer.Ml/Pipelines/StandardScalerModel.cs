namespace Fer.Ml;

/// <summary>A fitted <see cref="StandardScaler"/>.</summary>
public sealed class StandardScalerModel : TransformerModel
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    internal StandardScalerModel(double[] mean, double[] scale)
        : base(mean.Length) => (_mean, _scale) = (mean, scale);

    /// <summary>What is taken off each feature: scikit-learn's <c>mean_</c>.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>What each feature is divided by: scikit-learn's <c>scale_</c>.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <inheritdoc/>
    public override int OutputColumns => Columns;

    internal override string Kind => "standard_scaler";

    internal static StandardScalerModel Read(ModelReader reader)
    {
        int columns = reader.Read<int>("columns");
        return new StandardScalerModel(reader.ReadArray<double>("mean", columns), reader.ReadArray<double>("scale", columns));
    }

    private protected override void TransformBlock(ReadOnlySpan<float> rows, Span<float> result)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int column = i % Columns;
            result[i] = (float)((rows[i] - _mean[column]) / _scale[column]);
        }
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("mean", _mean);
        writer.Write("scale", _scale);
    }
}
