namespace Fer.Ml;

/// <summary>
/// A multi-layer perceptron trained by Adam on the cross-entropy, as scikit-learn's <c>MLPClassifier</c> (1.2.1), whose parameters and
/// defaults it has; features should be standardised before, see <see cref="StandardScaler"/>.
/// </summary>
/// <remarks>
/// An engine trains it, one fit at a time; the model predicts by itself. As in scikit-learn, weights and intercepts begin with Glorot's
/// uniform distribution, and <see cref="Alpha"/> is divided by the rows of a batch. Two classes have an output each, where scikit-learn
/// has one, and the loss that is watched is that of the rows, without the penalty. With one class there is nothing to learn: the model
/// predicts it always. The same seed and engine give the same bits, whatever the threads of the engine.
/// </remarks>
/// <example>
/// <code>
/// using var engine = new CpuEngine();
/// var learner = new Pipeline([PipelineStep.Of(new StandardScaler())], new MLPClassifier(engine) { HiddenLayerSizes = [64, 32] });
/// IClassifierModel model = learner.Fit(splits.Training);
/// </code>
/// </example>
/// <param name="Engine">What trains the network.</param>
public sealed record MLPClassifier(IEngine Engine) : ISeededClassifier
{
    private readonly double _alpha = 1e-4;
    private readonly double _learningRateInit = 1e-3;
    private readonly double _tol = 1e-4;
    private readonly int _maxIter = 200;
    private readonly int _nIterNoChange = 10;

    /// <summary>What trains the network.</summary>
    public IEngine Engine { get; init; } = Engine ?? throw new ArgumentNullException(nameof(Engine));

    /// <summary>The neurons of each hidden layer, each at least 1. Default one layer of 100.</summary>
    public IReadOnlyList<int> HiddenLayerSizes { get; init; } = [100];

    /// <summary>What follows each hidden layer. Default <see cref="MLPActivation.Relu"/>.</summary>
    public MLPActivation Activation { get; init; } = MLPActivation.Relu;

    /// <summary>The strength of the L2 penalty, 0 or more. Default 1e-4.</summary>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = Setting.AtLeastZero(value, nameof(Alpha));
    }

    /// <summary>The rows of a batch, at least 1; no more than there are are taken. Default null: 200.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Adam's step size, above 0. Default 0.001.</summary>
    public double LearningRateInit
    {
        get => _learningRateInit;
        init => _learningRateInit = Setting.AboveZero(value, nameof(LearningRateInit));
    }

    /// <summary>The most epochs. Default 200.</summary>
    public int MaxIter
    {
        get => _maxIter;
        init => _maxIter = Setting.AtLeastOne(value, nameof(MaxIter));
    }

    /// <summary>Whether the rows of each epoch come in another order. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What counts as getting better: the loss falling, or the accuracy rising, by more than this. Default 1e-4.</summary>
    public double Tol
    {
        get => _tol;
        init => _tol = Setting.AtLeastZero(value, nameof(Tol));
    }

    /// <summary>The fit ends after more than so many epochs without getting better. Default 10.</summary>
    public int NIterNoChange
    {
        get => _nIterNoChange;
        init => _nIterNoChange = Setting.AtLeastOne(value, nameof(NIterNoChange));
    }

    /// <summary>
    /// Whether rows are held out to watch the accuracy of instead of the training loss; the best weights are kept. Default false.
    /// </summary>
    public bool EarlyStopping { get; init; }

    /// <summary>With <see cref="EarlyStopping"/>: the part of the rows of each class held out, between 0 and 1. Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Adam's moments. Default those of its authors, as in scikit-learn.</summary>
    public AdamOptions Optimizer { get; init; } = new();

    /// <summary>The seed of the first weights, of the rows' order and of those held out. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public string Name => "Multi-layer Perceptron";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => false;

    /// <inheritdoc/>
    public IClassifier WithSeed(ulong seed) => this with { Seed = seed };

    /// <inheritdoc cref="IClassifier.Fit"/>
    /// <exception cref="DatasetException">Also if the loss is no number any more, or no rows can be held out.</exception>
    public MLPModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckSettings();
        TrainingData data = TrainingData.Check(this, training, options);
        cancellationToken.ThrowIfCancellationRequested();
        if (data.PresentClasses is [int only])
        {
            progress?.Report(1);
            return new MLPModel(data.Classes, data.Columns, [only], Activation, [], [], 0);
        }

        lock (Engine) // its networks share its threads
        {
            using var trainer = new MLPTrainer(this, data);
            return trainer.Train(progress, cancellationToken);
        }
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private void CheckSettings()
    {
        if (HiddenLayerSizes.Any(size => size < 1))
            throw new ArgumentException($"{Name}: hidden layers of [{string.Join(", ", HiddenLayerSizes)}] neurons; each needs one at least.");
        if (BatchSize is < 1)
            throw new ArgumentException($"{Name}: a batch of {BatchSize} rows; it needs one at least.");
        if (!Enum.IsDefined(Activation))
            throw new ArgumentException($"{Name}: {Activation} is not an activation.");
        if (!(ValidationFraction is > 0 and < 1))
            throw new ArgumentException($"{Name}: {nameof(ValidationFraction)} is {ValidationFraction}; it must be between 0 and 1.");
    }
}
