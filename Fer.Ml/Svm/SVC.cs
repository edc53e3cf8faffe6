namespace Fer.Ml;

/// <summary>
/// Support vector classification with a kernel, one class against one, as scikit-learn's <c>SVC</c> (1.2.1), which is LIBSVM's:
/// sequential minimal optimisation with second-order working sets (Fan, Chen and Lin, "Working set selection using second order
/// information for training support vector machines", 2005).
/// </summary>
/// <remarks>
/// The decision function is scikit-learn's of the shape "ovr". Probabilities are its softmax: right in order, not calibrated. The
/// pairs of classes are learnt on several threads at once.
/// </remarks>
public sealed record SVC : IClassifier, ISupportVectorFinder
{
    private readonly double _c = 1;
    private readonly double _tol = 1e-3;
    private readonly int _maxIter = 10_000_000;

    /// <summary>The inverse of the penalty's strength, above 0: how far one row may pull. Default 1.</summary>
    public double C
    {
        get => _c;
        init => _c = Setting.AboveZero(value, nameof(C));
    }

    /// <summary>How two rows are compared. Default <see cref="SvcKernel.Rbf"/>.</summary>
    public SvcKernel Kernel { get; init; } = SvcKernel.Rbf;

    /// <summary>The coefficient of the radial basis function. Default <see cref="Gamma.Scale"/>.</summary>
    public Gamma Gamma { get; init; } = Gamma.Scale;

    /// <summary>How far the optimality conditions may be violated, above 0. Default 1e-3.</summary>
    public double Tol
    {
        get => _tol;
        init => _tol = Setting.AboveZero(value, nameof(Tol));
    }

    /// <summary>
    /// The most iterations per pair of classes. Default 10,000,000, LIBSVM's own limit; features that are not scaled may take them.
    /// </summary>
    public int MaxIter
    {
        get => _maxIter;
        init => _maxIter = Setting.AtLeastOne(value, nameof(MaxIter));
    }

    /// <summary>How much the rows of each class count. Default: each row counts 1.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <inheritdoc/>
    public string Name => "SVC";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <inheritdoc/>
    /// <exception cref="DatasetException">Fewer than two classes have rows.</exception>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default) =>
        FitModel(training, options, progress, cancellationToken);

    /// <inheritdoc/>
    public int[] Find(TrainingSplit<FeatureTable> training, CancellationToken cancellationToken = default) =>
        [.. FitModel(training, null, null, cancellationToken).Support];

    private SvcModel FitModel(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        TrainingData data = TrainingData.Check(this, training, options, ClassWeight, leastClasses: 2);
        double gamma = Gamma.Of(data);
        var kernel = new KernelFunction(Kernel, gamma);
        int[] present = data.PresentClasses;
        var rowsOfClasses = Array.ConvertAll(
            present, label => Array.FindAll(data.RowsOf(label), row => data.Weights[row] > 0));
        (int First, int Second)[] pairs =
        [
            .. from first in Enumerable.Range(0, present.Length)
               from second in Enumerable.Range(first + 1, present.Length - first - 1)
               select (first, second),
        ];
        var solutions = new PairSolution[pairs.Length];
        int done = 0;
        var parallel = Parallelism.Of(data, cancellationToken);
        Parallel.For(0, pairs.Length, parallel, pair =>
        {
            var problem = new PairProblem(
                data, kernel, rowsOfClasses[pairs[pair].First], rowsOfClasses[pairs[pair].Second], C,
                PairProblem.CacheBytes / Math.Min(data.Threads, pairs.Length));
            solutions[pair] = problem.Solve(Tol, MaxIter, cancellationToken);
            progress?.Report((double)Interlocked.Increment(ref done) / pairs.Length);
        });
        return SvcModel.Create(data, kernel, present, rowsOfClasses, solutions);
    }
}
