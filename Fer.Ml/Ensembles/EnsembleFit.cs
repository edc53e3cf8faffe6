namespace Fer.Ml;

/// <summary>What ensembles do with tables and weights.</summary>
internal static class EnsembleFit
{
    private const ulong MemberKey = 0x454E534D454D4252; // sets this stream apart from the seed's other uses

    /// <summary>Checks a table and leaves out rows of weight 0, which must not count where rows are counted out.</summary>
    public static (TrainingSplit<FeatureTable> Training, FitOptions? Options, TrainingData Data) Check(
        IClassifier learner, TrainingSplit<FeatureTable> training, FitOptions? options, int leastClasses = 1)
    {
        TrainingData data = TrainingData.Check(learner, training, options);
        if (Array.TrueForAll(data.Weights, weight => weight > 0) && leastClasses == 1)
            return (training, options, data);
        int[] rows = [.. Enumerable.Range(0, data.Rows).Where(row => data.Weights[row] > 0)];
        training = training.Map(table => table.Subset(rows));
        options = Subset(options, rows);
        return (training, options, TrainingData.Check(learner, training, options, leastClasses: leastClasses));
    }

    /// <summary>A copy of a learner that draws numbers of its own, if it draws any.</summary>
    public static IClassifier Member(IClassifier learner, ulong seed, int member) =>
        learner is ISeededClassifier seeded
            ? seeded.WithSeed(RandomGenerator.Create(seed, MemberKey, (ulong)member).NextUInt64())
            : learner;

    /// <summary>The options of a part of the rows.</summary>
    public static FitOptions? Subset(FitOptions? options, int[] rows) =>
        options?.SampleWeights is { } weights ? options with { SampleWeights = [.. rows.Select(row => weights[row])] } : options;

    /// <summary>Fits several learners to the same rows, one after the other.</summary>
    public static IClassifierModel[] FitAll(
        IReadOnlyList<IClassifier> learners,
        TrainingSplit<FeatureTable> training,
        FitOptions? options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var models = new IClassifierModel[learners.Count];
        for (int i = 0; i < models.Length; i++)
            models[i] = learners[i].Fit(training, options, ProgressPart.Of(progress, i, models.Length), cancellationToken);
        return models;
    }

    /// <summary>Checks that there are learners.</summary>
    public static void ThrowIfNone(IReadOnlyList<IClassifier> learners)
    {
        ArgumentNullException.ThrowIfNull(learners);
        if (learners.Count == 0)
            throw new ArgumentException("An ensemble needs one learner at least.", nameof(learners));
    }

    /// <summary>The features of a final learner: the probabilities of the models, and perhaps the rows themselves.</summary>
    /// <remarks>Of two classes only the second's probability, since the first's is what is left of 1.</remarks>
    public static int MetaColumns(int learners, int classes, int columns, bool passthrough) =>
        (learners * (classes == 2 ? 1 : classes)) + (passthrough ? columns : 0);

    /// <summary>Writes a model's probabilities into the features of the final learner.</summary>
    /// <param name="probabilities">Some rows x classes.</param>
    /// <param name="rows">Which rows they are.</param>
    /// <param name="learner">Which model it is.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="features">All rows x the final learner's features.</param>
    /// <param name="width">The number of these features.</param>
    public static void WriteMeta(double[] probabilities, ReadOnlySpan<int> rows, int learner, int classes, float[] features, int width)
    {
        int skipped = classes == 2 ? 1 : 0, kept = classes - skipped;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int c = 0; c < kept; c++)
                features[(rows[i] * width) + (learner * kept) + c] = (float)probabilities[(i * classes) + skipped + c];
        }
    }

    /// <summary>Copies rows behind the probabilities.</summary>
    public static void WritePassthrough(ReadOnlySpan<float> rows, int columns, float[] features, int width)
    {
        for (int row = 0; row < rows.Length / columns; row++)
            rows.Slice(row * columns, columns).CopyTo(features.AsSpan((row * width) + width - columns));
    }

    /// <summary>Writes models as parts.</summary>
    public static void Write(ModelWriter writer, IReadOnlyList<IClassifierModel> models)
    {
        writer.Write("models", models.Count);
        for (int i = 0; i < models.Count; i++)
            models[i].Save(writer.Part($"model{i}"));
    }

    /// <summary>Reads models that parts were written of.</summary>
    public static IClassifierModel[] Read(ModelReader reader, int classes, int columns)
    {
        int count = reader.Read<int>("models");
        var models = new List<IClassifierModel>();
        for (int i = 0; i < count; i++)
        {
            IClassifierModel model = ModelFile.Read(reader.Part($"model{i}"));
            if (model.Classes.Count != classes || model.Columns != columns)
            {
                throw reader.Invalid(
                    $"model {i} has {model.Classes.Count} classes and {model.Columns} features, not {classes} and {columns}");
            }

            models.Add(model);
        }

        return count > 0 ? [.. models] : throw reader.Invalid("there are no models in the ensemble");
    }
}
