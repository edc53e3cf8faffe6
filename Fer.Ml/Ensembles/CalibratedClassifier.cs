namespace Fer.Ml;

/// <summary>
/// A learner whose probabilities are corrected to what comes true: scikit-learn's <c>CalibratedClassifierCV</c> (1.2.1) with
/// <c>ensemble=True</c>. In each fold a copy is fitted to the rows outside, and its scores of the rows inside give a curve per class,
/// one against the rest; the copies' corrected probabilities are averaged.
/// </summary>
/// <param name="Learner">The learner; its decision function is calibrated if it has one, else its probabilities.</param>
public sealed record CalibratedClassifier(IClassifier Learner) : IClassifier
{
    /// <summary>The curve. Default <see cref="CalibrationMethod.Sigmoid"/>.</summary>
    public CalibrationMethod Method { get; init; }

    /// <summary>The number of folds, at least 2; each class needs as many rows. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Whether the folds are drawn at random. Default true; scikit-learn takes the rows in their order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the folds. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public string Name => $"Calibrated {Learner.Name}";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => Learner.SupportsSampleWeights;

    /// <inheritdoc cref="IClassifier.Fit"/>
    /// <exception cref="DatasetException">Also if there is one class only, or one of fewer rows than folds.</exception>
    public CalibratedModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CrossFitting.ThrowIfTooFew(Folds);
        if (!Enum.IsDefined(Method))
            throw new ArgumentException($"{Method} is not a method of calibration.");
        (training, options, TrainingData data) = EnsembleFit.Check(this, training, options, leastClasses: 2);
        int[] present = data.PresentClasses;
        foreach (int label in present)
        {
            if (data.RowsPerClass[label] < Folds)
            {
                throw new DatasetException(
                    $"{Name}: the class '{data.Classes[label]}' has {data.RowsPerClass[label]} rows, fewer than the {Folds} folds; "
                    + "ask for fewer folds, or add rows.");
            }
        }

        int[] calibrated = present.Length == 2 ? present[1..] : present; // of two classes one curve serves both
        var models = new List<IClassifierModel>();
        var curves = new List<ICalibrationCurve[]>();
        int[] foldOf = StratifiedFolds.Assign(data.Labels, data.Classes.Count, Folds, Shuffle ? Seed : null);
        CrossFitting.Run(training.Data, foldOf, Folds, options, progress, (fold, part, partOptions, partProgress) =>
        {
            IClassifierModel model = Learner.Fit(part, partOptions, partProgress, cancellationToken);
            double[] scores = CalibratedModel.Score(model, fold.Values, options?.Threads ?? 0, cancellationToken);
            models.Add(model);
            curves.Add([.. calibrated.Select(label => FitCurve(scores, fold.Rows, label, data))]);
        });
        return new CalibratedModel(data.Classes, data.Columns, models, curves, present);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private ICalibrationCurve FitCurve(double[] scores, int[] rows, int label, TrainingData data)
    {
        double[] own = [.. Enumerable.Range(0, rows.Length).Select(i => scores[(i * data.Classes.Count) + label])];
        bool[] isLabel = Array.ConvertAll(rows, row => data.Labels[row] == label);
        double[] weights = Array.ConvertAll(rows, row => data.Weights[row]);
        return Method == CalibrationMethod.Sigmoid
            ? SigmoidCurve.Fit(own, isLabel, weights)
            : IsotonicCurve.Fit(own, isLabel, weights);
    }
}
