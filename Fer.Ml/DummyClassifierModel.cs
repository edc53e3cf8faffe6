namespace Fer.Ml;

/// <summary>What a <see cref="DummyClassifier"/> learnt: how often each class came.</summary>
/// <remarks>
/// Classes that the training samples lack are never predicted and have probability 0 under every strategy; in scikit-learn
/// they have no column at all. Each sample has a random stream of its own, by its place, so the first predictions do not depend on how
/// many are asked for, and asking again gives the same ones.
/// </remarks>
public sealed class DummyClassifierModel : IClassifierModel
{
    private const ulong StreamKey = 0x44554D4D59434C46; // sets this stream apart from the seed's other uses

    private readonly DummyStrategy _strategy;
    private readonly ulong _seed;
    private readonly double[] _weights;
    private readonly int[] _present;
    private readonly int _mostFrequent;
    private readonly double _total;

    internal DummyClassifierModel(IReadOnlyList<string> classes, int columns, DummyStrategy strategy, ulong seed, double[] weights)
    {
        (Classes, Columns, _strategy, _seed, _weights) = (classes, columns, strategy, seed, weights);
        _present = [.. Enumerable.Range(0, weights.Length).Where(label => weights[label] > 0)];
        _mostFrequent = Array.IndexOf(weights, weights.Max());
        _total = weights.Sum();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>Each class's share of the training samples: scikit-learn's <c>class_prior_</c>.</summary>
    public IReadOnlyList<double> ClassPrior => Array.ConvertAll(_weights, weight => weight / _total);

    /// <summary>Predicts a class for each of so many samples.</summary>
    /// <param name="count">The number of samples.</param>
    /// <returns>
    /// One class per sample. Under <see cref="DummyStrategy.Uniform"/> it is drawn at random although all probabilities are equal.
    /// </returns>
    public int[] Predict(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var labels = new int[count];
        for (int sample = 0; sample < count; sample++)
        {
            labels[sample] = _strategy switch
            {
                DummyStrategy.Stratified => DrawStratified(sample),
                DummyStrategy.Uniform => DrawUniform(sample),
                _ => _mostFrequent,
            };
        }

        return labels;
    }

    /// <summary>Predicts the class probabilities of so many samples.</summary>
    /// <param name="count">The number of samples.</param>
    /// <returns>Samples x classes, row by row; each row sums to 1, as <see cref="Predictions"/> takes them.</returns>
    public double[] PredictProbabilities(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var probabilities = new double[checked(count * _weights.Length)];
        for (int sample = 0; sample < count; sample++)
            FillRow(sample, probabilities.AsSpan(sample * _weights.Length, _weights.Length));
        return probabilities;
    }

    /// <inheritdoc/>
    public double[] PredictProbabilities(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default)
    {
        FiniteValues.ThrowIfNot(rows.Span, Columns, row => $"Row {row}");
        cancellationToken.ThrowIfCancellationRequested();
        return PredictProbabilities(RowBlocks.Count(rows, Columns));
    }

    /// <summary>Predicts the class probabilities of samples that are not feature rows, ready for a report.</summary>
    /// <param name="evaluation">The samples to judge on; of the same classes as the training samples.</param>
    /// <exception cref="DatasetException">It has another number of classes than the training samples.</exception>
    public Predictions Predict<T>(EvaluationSplit<T> evaluation)
        where T : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        T data = evaluation.Data;
        if (data.Classes.Count != _weights.Length)
        {
            throw new DatasetException(
                $"The evaluation samples have {data.Classes.Count} classes, the training samples {_weights.Length}; use the same ones.");
        }

        return new Predictions(data.Classes, data.Ids, data.Labels, PredictProbabilities(data.Labels.Count));
    }

    /// <inheritdoc/>
    public void Save(ModelWriter writer)
    {
        ModelFile.Write(this, "dummy", writer);
        writer.Write("strategy", (int)_strategy);
        writer.Write("seed", new[] { _seed });
        writer.Write("weights", _weights);
    }

    internal static DummyClassifierModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        var strategy = (DummyStrategy)reader.Read<int>("strategy");
        double[] weights = reader.ReadArray<double>("weights", classes.Length);
        int columns = reader.Read<int>("columns");
        if (!Enum.IsDefined(strategy) || columns < 1 || weights.Length == 0 || weights.Any(w => !(w >= 0)) || !(weights.Sum() > 0))
            throw reader.Invalid("its strategy, columns or weights are outside their range");
        return new DummyClassifierModel(classes, columns, strategy, reader.Read<ulong>("seed"), weights);
    }

    private void FillRow(int sample, Span<double> row)
    {
        switch (_strategy)
        {
            case DummyStrategy.MostFrequent:
                row[_mostFrequent] = 1;
                break;
            case DummyStrategy.Stratified:
                row[DrawStratified(sample)] = 1;
                break;
            case DummyStrategy.Prior:
                for (int label = 0; label < row.Length; label++)
                    row[label] = _weights[label] / _total;
                break;
            default:
                foreach (int label in _present)
                    row[label] = 1.0 / _present.Length;
                break;
        }
    }

    /// <summary>The class of a training sample drawn at random, as often as its weight says.</summary>
    private int DrawStratified(int sample)
    {
        double rest = StreamOf(sample).NextDouble() * _total;
        foreach (int label in _present)
        {
            rest -= _weights[label];
            if (rest < 0)
                return label;
        }

        return _present[^1]; // where rounding used up the sum
    }

    private int DrawUniform(int sample) => _present[StreamOf(sample).Next(_present.Length)];

    private RandomGenerator StreamOf(int sample) => RandomGenerator.Create(_seed, StreamKey, (ulong)sample);
}
