namespace Fer.Ml;

/// <summary>A table checked and unwrapped for learning: what every learner's fit begins with.</summary>
internal sealed class TrainingData
{
    private TrainingData(FeatureTable table, int[] labels, double[] weights, int[] rowsPerClass, int threads)
    {
        Values = table.Values;
        Columns = table.Columns;
        Classes = table.Classes;
        Labels = labels;
        Weights = weights;
        RowsPerClass = rowsPerClass;
        Threads = threads;
    }

    /// <summary>Rows x columns, row by row.</summary>
    public float[] Values { get; }

    public int Columns { get; }

    public int Rows => Labels.Length;

    public IReadOnlyList<string> Classes { get; }

    public int[] Labels { get; }

    /// <summary>The samples' weights times their classes', in the rows' order.</summary>
    public double[] Weights { get; }

    public int[] RowsPerClass { get; }

    /// <summary>The threads to use, at least 1.</summary>
    public int Threads { get; }

    /// <summary>The classes that have rows, in order.</summary>
    public int[] PresentClasses => [.. Enumerable.Range(0, Classes.Count).Where(label => RowsPerClass[label] > 0)];

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>Checks a table.</summary>
    /// <param name="learner">Whose fit it is, for messages.</param>
    /// <param name="training">The rows.</param>
    /// <param name="options">Weights and threads.</param>
    /// <param name="classWeight">The learner's class weights; null for none.</param>
    /// <param name="leastClasses">The classes that must have rows.</param>
    public static TrainingData Check(
        IClassifier learner,
        TrainingSplit<FeatureTable> training,
        FitOptions? options,
        ClassWeight? classWeight = null,
        int leastClasses = 1) =>
        Check(learner.Name, learner.SupportsSampleWeights, training, options, classWeight, leastClasses);

    /// <summary>Checks a table for a transformer, which takes weights.</summary>
    public static TrainingData Check(ITransformer transformer, TrainingSplit<FeatureTable> training, FitOptions? options) =>
        Check(transformer.Name, supportsWeights: true, training, options, classWeight: null, leastClasses: 1);

    private static TrainingData Check(
        string name,
        bool supportsWeights,
        TrainingSplit<FeatureTable> training,
        FitOptions? options,
        ClassWeight? classWeight,
        int leastClasses)
    {
        ArgumentNullException.ThrowIfNull(training);
        options ??= new FitOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        FeatureTable table = training.Data;
        if (table.Count == 0)
            throw new DatasetException($"{name}: there are no rows to learn from; add samples.");
        int[] rowsPerClass = table.CountPerClass();
        int present = rowsPerClass.Count(rows => rows > 0);
        if (present < leastClasses)
        {
            throw new DatasetException(
                $"{name}: all {table.Count} rows are of the class '{table.Classes[table.Labels[0]]}'; "
                + $"it needs rows of at least {leastClasses} classes.");
        }

        FiniteValues.ThrowIfNot(table.Values, table.Columns, row => $"'{table.Ids[row]}'");
        int[] labels = [.. table.Labels];
        double[] weights = Weigh(name, supportsWeights, options, labels);
        if (classWeight is not null)
        {
            double[] factors = classWeight.Factors(rowsPerClass);
            for (int row = 0; row < weights.Length; row++)
                weights[row] *= factors[labels[row]];
        }

        return new TrainingData(
            table, labels, weights, rowsPerClass, options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
    }

    private static double[] Weigh(string name, bool supportsWeights, FitOptions options, int[] labels)
    {
        var weights = new double[labels.Length];
        if (options.SampleWeights is not { } given)
        {
            Array.Fill(weights, 1);
            return weights;
        }

        if (!supportsWeights)
            throw new ArgumentException($"{name} takes no sample weights; repeat rows, or choose another learner.", nameof(options));
        if (given.Count != labels.Length)
            throw new ArgumentException($"There are {given.Count} weights for {labels.Length} rows; give one per row.", nameof(options));
        double total = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = given[row];
            if (!(weights[row] >= 0) || double.IsInfinity(weights[row]))
                throw new ArgumentException($"The weight of row {row} is {given[row]}; weights are numbers from 0 on.", nameof(options));
            total += weights[row];
        }

        if (total == 0)
            throw new ArgumentException("All weights are 0; give some rows a weight.", nameof(options));
        return weights;
    }
}
