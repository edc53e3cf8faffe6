namespace Fer.Ml;

/// <summary>
/// Linear support vector classification with the squared hinge loss and an L2 penalty, one class against the rest, as
/// scikit-learn's <c>LinearSVC</c> (1.2.1): it minimises half the squares of the coefficients plus C times the rows' weighted
/// losses, the intercept counting as the coefficient of a feature of the value <see cref="InterceptScaling"/>.
/// </summary>
/// <remarks>
/// The primal problem of all classes at once is minimised by limited-memory BFGS, preconditioned by a Cholesky decomposition of X'X;
/// scikit-learn's coordinate descent in the dual problem has the same optimum.
/// </remarks>
public sealed record LinearSVC : IClassifier
{
    private readonly double _c = 1;
    private readonly double _tol = 1e-4;
    private readonly double _interceptScaling = 1;
    private readonly int _maxIter = 1000;

    /// <summary>The inverse of the penalty's strength, above 0. Default 1.</summary>
    public double C
    {
        get => _c;
        init => _c = Setting.AboveZero(value, nameof(C));
    }

    /// <summary>The fit ends when the greatest derivative is this part of the one it began with. Default 1e-4.</summary>
    public double Tol
    {
        get => _tol;
        init => _tol = Setting.AtLeastZero(value, nameof(Tol));
    }

    /// <summary>The most iterations. Default 1000.</summary>
    public int MaxIter
    {
        get => _maxIter;
        init => _maxIter = Setting.AtLeastOne(value, nameof(MaxIter));
    }

    /// <summary>Whether there are intercepts. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The greater, the less the intercept is penalised; above 0. Default 1.</summary>
    public double InterceptScaling
    {
        get => _interceptScaling;
        init => _interceptScaling = Setting.AboveZero(value, nameof(InterceptScaling));
    }

    /// <summary>How much the rows of each class count. Default: each row counts 1.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <inheritdoc/>
    public string Name => "Linear SVC";

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
        // Divided by C as a whole, the loss has the same minimum and weights of the rows that are not scaled.
        var loss = new SquaredHingeLoss(data, FitIntercept ? InterceptScaling : 0, 1 / C, Parallelism.Of(data, cancellationToken));
        var parameters = new double[loss.Length];
        var gradient = new double[loss.Length];
        loss.Evaluate(parameters, gradient);
        int iterations = Lbfgs.Minimize(
            parameters, loss.Evaluate, loss.CreatePreconditioner(curvature: 1).Apply, Tol * DenseVectors.MaxMagnitude(gradient), MaxIter,
            iteration => progress?.Report((double)iteration / MaxIter));
        progress?.Report(1);

        var coefficients = new double[loss.Outputs * data.Columns];
        var intercepts = new double[loss.Outputs];
        for (int output = 0; output < loss.Outputs; output++)
        {
            for (int column = 0; column < data.Columns; column++)
                coefficients[output * data.Columns + column] = parameters[column * loss.Width + output];
            if (FitIntercept)
                intercepts[output] = InterceptScaling * parameters[data.Columns * loss.Width + output];
        }

        var builder = new LinearModelBuilder(data);
        builder.SetOneVsRest(coefficients, intercepts);
        return builder.Build(iterations);
    }
}
