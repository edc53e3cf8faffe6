namespace Fer.Ml;

/// <summary>A fitted <see cref="MinMaxScaler"/>.</summary>
public sealed class MinMaxScalerModel : TransformerModel
{
    private readonly double[] _lowest;
    private readonly double[] _scale;
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly bool _clip;

    internal MinMaxScalerModel(double[] lowest, double[] scale, double minimum, double maximum, bool clip)
        : base(lowest.Length) => (_lowest, _scale, _minimum, _maximum, _clip) = (lowest, scale, minimum, maximum, clip);

    /// <summary>The smallest training value of each feature: scikit-learn's <c>data_min_</c>.</summary>
    public IReadOnlyList<double> DataMin => _lowest;

    /// <summary>The factor of each feature: scikit-learn's <c>scale_</c>.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <inheritdoc/>
    public override int OutputColumns => Columns;

    internal override string Kind => "min_max_scaler";

    internal static MinMaxScalerModel Read(ModelReader reader)
    {
        int columns = reader.Read<int>("columns");
        return new MinMaxScalerModel(
            reader.ReadArray<double>("lowest", columns),
            reader.ReadArray<double>("scale", columns),
            reader.Read<double>("minimum"),
            reader.Read<double>("maximum"),
            reader.Read<int>("clip") != 0);
    }

    private protected override void TransformBlock(ReadOnlySpan<float> rows, Span<float> result)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int column = i % Columns;
            double value = ((rows[i] - _lowest[column]) * _scale[column]) + _minimum;
            result[i] = (float)(_clip ? Math.Clamp(value, _minimum, _maximum) : value);
        }
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("lowest", _lowest);
        writer.Write("scale", _scale);
        writer.Write("minimum", _minimum);
        writer.Write("maximum", _maximum);
        writer.Write("clip", _clip ? 1 : 0);
    }
}
