namespace Fer.Ml;

/// <summary>A fitted <see cref="Pca"/>.</summary>
public sealed class PcaModel : TransformerModel
{
    private readonly double[] _mean;
    private readonly double[] _components;
    private readonly double[] _variances;
    private readonly double[] _ratios;
    private readonly bool _whiten;

    internal PcaModel(double[] mean, double[] components, double[] variances, double[] ratios, bool whiten)
        : base(mean.Length) =>
        (_mean, _components, _variances, _ratios, _whiten) = (mean, components, variances, ratios, whiten);

    /// <inheritdoc/>
    public override int OutputColumns => _variances.Length;

    /// <summary>The mean of each feature: scikit-learn's <c>mean_</c>.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The directions, unit vectors one after the other: scikit-learn's <c>components_</c>.</summary>
    public IReadOnlyList<double> Components => _components;

    /// <summary>The variance along each direction: scikit-learn's <c>explained_variance_</c>.</summary>
    public IReadOnlyList<double> ExplainedVariance => _variances;

    /// <summary>Its share of the whole: scikit-learn's <c>explained_variance_ratio_</c>.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio => _ratios;

    internal override string Kind => "pca";

    /// <summary>How far a row lies along a direction.</summary>
    internal static double Project(ReadOnlySpan<float> row, ReadOnlySpan<double> mean, ReadOnlySpan<double> component)
    {
        double sum = 0;
        for (int column = 0; column < row.Length; column++)
            sum += (row[column] - mean[column]) * component[column];
        return sum;
    }

    internal static PcaModel Read(ModelReader reader)
    {
        int columns = reader.Read<int>("columns");
        double[] variances = reader.ReadArray<double>("variances");
        return new PcaModel(
            reader.ReadArray<double>("mean", columns),
            reader.ReadArray<double>("components", (long)variances.Length * columns),
            variances,
            reader.ReadArray<double>("ratios", variances.Length),
            reader.Read<int>("whiten") != 0);
    }

    private protected override void TransformBlock(ReadOnlySpan<float> rows, Span<float> result)
    {
        int outputs = OutputColumns;
        for (int k = 0; k < outputs; k++)
        {
            ReadOnlySpan<double> component = _components.AsSpan(k * Columns, Columns);
            double divisor = _whiten && _variances[k] > 0 ? Math.Sqrt(_variances[k]) : 1;
            for (int row = 0; row < rows.Length / Columns; row++)
                result[(row * outputs) + k] = (float)(Project(rows.Slice(row * Columns, Columns), _mean, component) / divisor);
        }
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("mean", _mean);
        writer.Write("components", _components, _variances.Length, Columns);
        writer.Write("variances", _variances);
        writer.Write("ratios", _ratios);
        writer.Write("whiten", _whiten ? 1 : 0);
    }
}
