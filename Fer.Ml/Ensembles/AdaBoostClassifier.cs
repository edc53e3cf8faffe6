namespace Fer.Ml;

/// <summary>
/// Copies of one learner, one after the other, each on rows reweighted towards what those before it got wrong: the SAMME algorithm of
/// scikit-learn's <c>AdaBoostClassifier</c> (1.2.1); J. Zhu, H. Zou, S. Rosset, T. Hastie, "Multi-class AdaBoost", 2009.
/// </summary>
/// <param name="Learner">A learner that takes sample weights; usual is a decision tree of depth 1.</param>
public sealed record AdaBoostClassifier(IClassifier Learner) : ISeededClassifier
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The most copies, at least 1; fewer when one is perfect. Default 50.</summary>
    public int Estimators { get; init; } = 50;

    /// <summary>How much each copy counts, above 0. Default 1.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>The seed from which a seeded learner's copies get theirs. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public string Name => $"AdaBoost of {Learner.Name}";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <inheritdoc/>
    public IClassifier WithSeed(ulong seed) => this with { Seed = seed };

    /// <inheritdoc cref="IClassifier.Fit"/>
    /// <exception cref="DatasetException">Also if the first copy is no better than guessing.</exception>
    public AdaBoostModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckSettings();
        TrainingData data = TrainingData.Check(this, training, options);
        options ??= new FitOptions();
        int classes = data.PresentClasses.Length;
        double[] weights = data.Weights;
        Normalize(weights);
        var models = new List<IClassifierModel>();
        var votes = new List<double>();
        for (int m = 0; m < Estimators; m++)
        {
            IClassifierModel model = EnsembleFit.Member(Learner, Seed, m).Fit(
                training, options with { SampleWeights = [.. weights] }, ProgressPart.Of(progress, m, Estimators), cancellationToken);
            int[] predicted = model.PredictLabels(data.Values, options.Threads, cancellationToken);
            double error = 0;
            for (int row = 0; row < weights.Length; row++)
                error += predicted[row] == data.Labels[row] ? 0 : weights[row];
            if (error > 0 && error >= 1 - (1.0 / classes))
                break; // no better than guessing
            models.Add(model);
            votes.Add(error > 0 ? LearningRate * (Math.Log((1 - error) / error) + Math.Log(classes - 1)) : 1);
            if (error <= 0 || !Reweight(weights, predicted, data.Labels, votes[^1]))
                break;
        }

        if (models.Count == 0)
            throw new DatasetException($"{Name}: the learner is no better than guessing on these rows; choose a stronger one.");
        progress?.Report(1);
        return new AdaBoostModel(data.Classes, data.Columns, models, [.. votes], data.PresentClasses);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private void CheckSettings()
    {
        ArgumentNullException.ThrowIfNull(Learner);
        if (!Learner.SupportsSampleWeights)
            throw new ArgumentException($"{Learner.Name} takes no sample weights, which AdaBoost works by; choose another learner.");
        if (Estimators < 1 || !(LearningRate > 0) || double.IsInfinity(LearningRate))
            throw new ArgumentException($"{Estimators} copies at a learning rate of {LearningRate} are none; both must be above 0.");
    }

    /// <summary>Raises the weights of the rows that were wrong; false if no finite weights are left.</summary>
    private static bool Reweight(double[] weights, int[] predicted, int[] labels, double vote)
    {
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] > 0 && predicted[row] != labels[row])
                weights[row] *= Math.Exp(vote);
        }

        return Normalize(weights);
    }

    private static bool Normalize(double[] weights)
    {
        double sum = weights.Sum();
        if (!(sum > 0) || double.IsInfinity(sum))
            return false;
        for (int row = 0; row < weights.Length; row++)
            weights[row] = weights[row] == 0 ? 0 : Math.Max(weights[row] / sum, Epsilon);
        return true;
    }
}
