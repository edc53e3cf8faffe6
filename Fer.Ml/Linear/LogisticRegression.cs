namespace Fer.Ml;

/// <summary>
/// Multinomial logistic regression (binomial for two classes), as scikit-learn's <c>LogisticRegression</c> (1.2.1): it minimises
/// the sum of the rows' weighted cross-entropies plus the penalty / C.
/// </summary>
/// <remarks>
/// L2 and no penalty: limited-memory BFGS (Nocedal, "Updating quasi-Newton matrices with limited storage", 1980), preconditioned by
/// the curvature at 0, which is one Cholesky decomposition of X'X: correlated features and features of very different scales cost
/// no more iterations than others. L1: proximal Newton steps, class by class (Yuan, Ho and Lin, "An improved GLMNET for
/// L1-regularized logistic regression", 2012). Features are centred on the way; the result is the same optimum.
/// </remarks>
public sealed record LogisticRegression : IClassifier
{
    private readonly double _c = 1;
    private readonly double _tol = 1e-4;
    private readonly int _maxIter = 100;

    /// <summary>The penalty. Default <see cref="Penalty.L2"/>.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2;

    /// <summary>The inverse of the penalty's strength, above 0. Default 1.</summary>
    public double C
    {
        get => _c;
        init => _c = Setting.AboveZero(value, nameof(C));
    }

    /// <summary>The greatest magnitude of a derivative of the whole loss at which the fit ends. Default 1e-4.</summary>
    public double Tol
    {
        get => _tol;
        init => _tol = Setting.AtLeastZero(value, nameof(Tol));
    }

    /// <summary>The most iterations. Default 100. <see cref="LinearModel.Iterations"/> says how many it took.</summary>
    public int MaxIter
    {
        get => _maxIter;
        init => _maxIter = Setting.AtLeastOne(value, nameof(MaxIter));
    }

    /// <summary>Whether there are intercepts. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How much the rows of each class count. Default: each row counts 1.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <inheritdoc/>
    public string Name => "Logistic Regression";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <inheritdoc/>
    /// <exception cref="DatasetException">Fewer than two classes have rows.</exception>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options, ClassWeight, leastClasses: 2);
        ParallelOptions parallel = Parallelism.Of(data, cancellationToken);
        double[] means = FitIntercept ? ClassMoments.Compute(data, parallel).Means : [];
        double strength = Penalty == Penalty.None ? 0 : 1 / C;
        var loss = new LogisticLoss(data, means, FitIntercept, Penalty == Penalty.L2 ? strength : 0, parallel);
        var parameters = new double[loss.Length];
        int iterations = Penalty == Penalty.L1
            ? new ProximalNewton(loss, strength, Tol, MaxIter, progress).Minimize(parameters)
            : Lbfgs.Minimize(
                parameters, loss.Evaluate, loss.CreatePreconditioner(loss.CurvatureAtZero).Apply, Tol, MaxIter,
                iteration => progress?.Report((double)iteration / MaxIter));
        progress?.Report(1);
        return Build(data, means, loss, parameters, iterations);
    }

    private LinearModel Build(TrainingData data, double[] means, LogisticLoss loss, double[] parameters, int iterations)
    {
        int[] present = data.PresentClasses;
        var builder = new LinearModelBuilder(data);
        if (present.Length == 2)
            builder.Set(present[0], new double[data.Columns], 0);
        var intercepts = new double[loss.Outputs];
        var coefficients = new double[loss.Outputs][];
        for (int output = 0; output < loss.Outputs; output++)
        {
            coefficients[output] =
                [.. Enumerable.Range(0, data.Columns).Select(column => parameters[column * loss.Width + output])];
            if (FitIntercept)
                intercepts[output] = parameters[data.Columns * loss.Width + output] - DenseVectors.Dot(coefficients[output], means);
        }

        // The same amount off all of them changes no probability: scikit-learn's sum to 0.
        double mean = loss.Outputs == 1 ? 0 : intercepts.Average();
        for (int output = 0; output < loss.Outputs; output++)
            builder.Set(present[present.Length == 2 ? 1 : output], coefficients[output], intercepts[output] - mean);
        return builder.Build(iterations);
    }
}
