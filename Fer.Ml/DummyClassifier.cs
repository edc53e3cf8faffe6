namespace Fer.Ml;

/// <summary>
/// The baseline that every report is compared with: predicts from the training labels alone, without looking at the samples,
/// as scikit-learn's <c>DummyClassifier</c> (1.2.1).
/// </summary>
/// <remarks>
/// Classes that the training samples lack are never predicted and have probability 0 under every strategy; in scikit-learn
/// they have no column at all. Each sample has a random stream of its own, so the first predictions do not depend on how many
/// are asked for, and asking again gives the same ones.
/// </remarks>
/// <example>
/// <code>
/// Predictions baseline = new DummyClassifier(DummyStrategy.MostFrequent).Fit(splits.Training).Predict(splits.Evaluation);
/// </code>
/// </example>
/// <param name="strategy">How it predicts. Default <see cref="DummyStrategy.Prior"/>, as in scikit-learn.</param>
/// <param name="seed">The seed of the strategies that draw at random.</param>
public sealed class DummyClassifier(DummyStrategy strategy = DummyStrategy.Prior, ulong seed = 0)
{
    private const ulong StreamKey = 0x44554D4D59434C46; // sets this stream apart from the seed's other uses

    private int[] _counts = [];
    private int[] _present = [];
    private int _mostFrequent;
    private int _total;

    /// <summary>How it predicts.</summary>
    public DummyStrategy Strategy { get; } =
        Enum.IsDefined(strategy) ? strategy : throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "Not a strategy.");

    /// <summary>The seed of the strategies that draw at random.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Each class's share of the training samples: scikit-learn's <c>class_prior_</c>. Empty before fitting.</summary>
    public IReadOnlyList<double> ClassPrior => Array.ConvertAll(_counts, count => (double)count / _total);

    /// <summary>Counts the training labels.</summary>
    /// <param name="training">The samples to learn from; only their labels are read.</param>
    /// <returns>This classifier.</returns>
    /// <exception cref="DatasetException">There are no samples.</exception>
    public DummyClassifier Fit<T>(TrainingSplit<T> training)
        where T : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(training);
        return Fit(training.Data.Labels, training.Data.Classes.Count);
    }

    /// <summary>Counts the training labels.</summary>
    /// <param name="labels">The class of each training sample, from 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>This classifier.</returns>
    /// <exception cref="DatasetException">There are no labels.</exception>
    public DummyClassifier Fit(IReadOnlyList<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (labels.Count == 0)
            throw new DatasetException("There are no training samples to take class frequencies from; add samples.");
        var counts = new int[classes];
        foreach (int label in labels)
        {
            if ((uint)label >= (uint)classes)
                throw new ArgumentOutOfRangeException(nameof(labels), label, $"A label is outside the {classes} classes.");
            counts[label]++;
        }

        _counts = counts;
        _present = [.. Enumerable.Range(0, classes).Where(label => counts[label] > 0)];
        _mostFrequent = Array.IndexOf(counts, counts.Max());
        _total = labels.Count;
        return this;
    }

    /// <summary>Predicts a class for each of so many samples.</summary>
    /// <param name="count">The number of samples.</param>
    /// <returns>
    /// One class per sample. Under <see cref="DummyStrategy.Uniform"/> it is drawn at random although all probabilities are equal.
    /// </returns>
    /// <exception cref="InvalidOperationException">It was not fitted yet.</exception>
    public int[] Predict(int count)
    {
        ThrowIfNotFitted();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var labels = new int[count];
        for (int sample = 0; sample < count; sample++)
        {
            labels[sample] = Strategy switch
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
    /// <exception cref="InvalidOperationException">It was not fitted yet.</exception>
    public double[] PredictProbabilities(int count)
    {
        ThrowIfNotFitted();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var probabilities = new double[checked(count * _counts.Length)];
        for (int sample = 0; sample < count; sample++)
            FillRow(sample, probabilities.AsSpan(sample * _counts.Length, _counts.Length));
        return probabilities;
    }

    /// <summary>Predicts the class probabilities of an evaluation side, ready for a report.</summary>
    /// <param name="evaluation">The samples to judge on; of the same classes as the training samples.</param>
    /// <exception cref="DatasetException">It has another number of classes than the training samples.</exception>
    /// <exception cref="InvalidOperationException">The classifier was not fitted yet.</exception>
    public Predictions Predict<T>(EvaluationSplit<T> evaluation)
        where T : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ThrowIfNotFitted();
        T data = evaluation.Data;
        if (data.Classes.Count != _counts.Length)
        {
            throw new DatasetException(
                $"The evaluation samples have {data.Classes.Count} classes, the training samples {_counts.Length}; use the same ones.");
        }

        return new Predictions(data.Classes, data.Ids, data.Labels, PredictProbabilities(data.Labels.Count));
    }

    private void FillRow(int sample, Span<double> row)
    {
        switch (Strategy)
        {
            case DummyStrategy.MostFrequent:
                row[_mostFrequent] = 1;
                break;
            case DummyStrategy.Stratified:
                row[DrawStratified(sample)] = 1;
                break;
            case DummyStrategy.Prior:
                for (int label = 0; label < row.Length; label++)
                    row[label] = (double)_counts[label] / _total;
                break;
            default:
                foreach (int label in _present)
                    row[label] = 1.0 / _present.Length;
                break;
        }
    }

    /// <summary>The class of a training sample drawn at random.</summary>
    private int DrawStratified(int sample)
    {
        RandomGenerator random = StreamOf(sample);
        int rest = random.Next(_total);
        int label = 0;
        while (rest >= _counts[label])
            rest -= _counts[label++];
        return label;
    }

    private int DrawUniform(int sample)
    {
        RandomGenerator random = StreamOf(sample);
        return _present[random.Next(_present.Length)];
    }

    private RandomGenerator StreamOf(int sample) => RandomGenerator.Create(Seed, StreamKey, (ulong)sample);

    private void ThrowIfNotFitted()
    {
        if (_counts.Length == 0)
            throw new InvalidOperationException($"Call {nameof(Fit)} before predicting.");
    }
}
