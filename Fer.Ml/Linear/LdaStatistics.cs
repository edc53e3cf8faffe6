namespace Fer.Ml;

/// <summary>The means and covariances of classes, and the discriminants that follow from them.</summary>
internal sealed class LdaStatistics
{
    private readonly TrainingData _data;
    private readonly ClassMoments _moments;
    private readonly double[] _priors;
    private readonly ParallelOptions _parallel;
    private readonly Action<double>? _done;
    private readonly int[] _present;
    private readonly int _columns;
    private readonly double[] _origin; // what the discriminants' differences are taken from

    public LdaStatistics(
        TrainingData data, ClassMoments moments, double[] priors, ParallelOptions parallel, Action<double>? done)
    {
        _data = data;
        _moments = moments;
        _priors = priors;
        _parallel = parallel;
        _done = done;
        _present = data.PresentClasses;
        _columns = data.Columns;
        _origin = new double[_columns];
    }

    /// <summary>The model of some discriminants, one row per class with rows.</summary>
    public LinearModel Build(double[] coefficients)
    {
        var builder = new LinearModelBuilder(_data);
        for (int i = 0; i < _present.Length; i++)
        {
            ReadOnlySpan<double> row = coefficients.AsSpan(i * _columns, _columns);
            double[] offset = Offset(_present[i]);
            double intercept = -0.5 * DenseVectors.Dot(row, offset) - DenseVectors.Dot(row, _origin) + Math.Log(_priors[_present[i]]);
            builder.Set(_present[i], row, intercept);
        }

        return builder.Build();
    }

    /// <summary>
    /// scikit-learn's solver "svd": directions within classes whose standardised deviation is at most the tolerance are left out,
    /// and so are those between classes that are as small beside the greatest.
    /// </summary>
    public double[] SolveSvd(double tolerance)
    {
        double[] scatter = GramMatrix.Compute(_data.Rows, _columns, (row, destination) =>
            DenseRows.Convert(_data.Row(row), Mean(_data.Labels[row]), 1, destination), _parallel, _done);
        var deviations = new double[_columns];
        for (int column = 0; column < _columns; column++)
        {
            double deviation = Math.Sqrt(scatter[column * _columns + column] / _data.Rows);
            deviations[column] = deviation > 0 ? deviation : 1;
        }

        double freedom = _data.Rows - _present.Length;
        for (int i = 0; i < _columns; i++)
        {
            for (int j = 0; j < _columns; j++)
                scatter[i * _columns + j] /= deviations[i] * deviations[j] * freedom;
        }

        foreach (int label in _present)
            DenseVectors.AddScaled(_origin, _priors[label], Mean(label));
        double[] vectors = Offsets();
        ScaleColumns(vectors, deviations);
        double limit = tolerance * tolerance;
        if (Cholesky.TryDecompose(scatter, _columns, -limit * (1 + 1e-6)) is not null
            && Cholesky.TryDecompose(scatter, _columns) is { } cholesky)
        {
            for (int i = 0; i < _present.Length; i++)
                cholesky.Solve(vectors.AsSpan(i * _columns, _columns));
        }
        else
        {
            var eigen = SymmetricEigen.Decompose(scatter, _columns);
            for (int i = 0; i < _present.Length; i++)
                eigen.Solve(vectors.AsSpan(i * _columns, _columns), limit);
        }

        ScaleColumns(vectors, deviations);
        return DropSmallDirections(vectors, tolerance);
    }

    /// <summary>scikit-learn's solver "lsqr".</summary>
    public double[] SolveLeastSquares(Shrinkage shrinkage)
    {
        double[] covariance = shrinkage.Amount is { } amount ? ShrunkCovariance(amount) : LedoitWolfCovariance();
        double[] means = [.. _present.SelectMany(label => Mean(label).ToArray())];
        PositiveSystem.Solve(covariance, _columns, means);
        return means;
    }

    private ReadOnlySpan<double> Mean(int label) => _moments.ClassMeans.AsSpan(label * _columns, _columns);

    /// <summary>From the origin to a class's mean.</summary>
    private double[] Offset(int label)
    {
        double[] offset = Mean(label).ToArray();
        DenseVectors.AddScaled(offset, -1, _origin);
        return offset;
    }

    private double[] Offsets() => [.. _present.SelectMany(Offset)];

    private void ScaleColumns(double[] vectors, double[] deviations)
    {
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] /= deviations[i % _columns];
    }

    /// <summary>
    /// Projects the discriminants on the directions between classes whose singular value exceeds tolerance x the greatest. With
    /// as many of them as there can be, the projection changes nothing.
    /// </summary>
    private double[] DropSmallDirections(double[] coefficients, double tolerance)
    {
        int classes = _present.Length;
        double[] offsets = Offsets();
        double[] roots = [.. _present.Select(label => Math.Sqrt(_data.Rows * _priors[label] / (classes - 1)))];
        var products = new double[classes * classes]; // of the classes' offsets in the space of the whitened features
        var between = new double[classes * classes];
        for (int i = 0; i < classes; i++)
        {
            for (int j = 0; j < classes; j++)
            {
                int at = i * classes + j;
                products[at] = DenseVectors.Dot(coefficients.AsSpan(i * _columns, _columns), offsets.AsSpan(j * _columns, _columns));
                between[at] = roots[i] * roots[j] * products[at];
            }
        }

        var eigen = SymmetricEigen.Decompose(between, classes);
        double limit = tolerance * tolerance * eigen.Values[^1];
        int[] kept = [.. Enumerable.Range(0, classes).Where(i => eigen.Values[i] > limit)];
        if (kept.Length >= classes - 1)
            return coefficients;

        var projected = new double[coefficients.Length];
        foreach (int direction in kept)
        {
            ReadOnlySpan<double> vector = eigen.Vector(direction);
            var axis = new double[_columns];
            for (int j = 0; j < classes; j++)
                DenseVectors.AddScaled(axis, roots[j] * vector[j], coefficients.AsSpan(j * _columns, _columns));
            for (int i = 0; i < classes; i++)
            {
                double share = 0;
                for (int j = 0; j < classes; j++)
                    share += products[i * classes + j] * roots[j] * vector[j];
                DenseVectors.AddScaled(projected.AsSpan(i * _columns, _columns), share / eigen.Values[direction], axis);
            }
        }

        return projected;
    }

    /// <summary>The mean of the classes' covariances, weighted with their priors.</summary>
    private double[] ShrunkCovariance(double amount)
    {
        double[] factors = Array.ConvertAll(
            [.. Enumerable.Range(0, _priors.Length)], label => Math.Sqrt(_priors[label] / Math.Max(1, _data.RowsPerClass[label])));
        double[] covariance = GramMatrix.Compute(_data.Rows, _columns, (row, destination) =>
        {
            int label = _data.Labels[row];
            DenseRows.Convert(_data.Row(row), Mean(label), factors[label], destination);
        }, _parallel, _done);
        Shrink(covariance, amount);
        return covariance;
    }

    private double[] LedoitWolfCovariance()
    {
        var covariance = new double[_columns * _columns];
        for (int i = 0; i < _present.Length; i++)
        {
            int position = i;
            int label = _present[i];
            int[] rows = _data.RowsOf(label);
            double[] scatter = GramMatrix.Compute(rows.Length, _columns, (row, destination) =>
                DenseRows.Convert(_data.Row(rows[row]), Mean(label), 1, destination), _parallel,
                _done is null ? null : part => _done((position + part) / _present.Length));
            AddLedoitWolf(covariance, scatter, rows, label);
        }

        return covariance;
    }

    /// <summary>Adds the shrunk covariance of one class times its prior.</summary>
    private void AddLedoitWolf(double[] covariance, double[] scatter, int[] rows, int label)
    {
        var deviations = new double[_columns];
        for (int column = 0; column < _columns; column++)
        {
            double deviation = Math.Sqrt(scatter[column * _columns + column] / rows.Length);
            deviations[column] = deviation > 0 ? deviation : 1;
        }

        for (int i = 0; i < scatter.Length; i++)
            scatter[i] /= deviations[i / _columns] * deviations[i % _columns] * rows.Length;
        double fourthPowers = 0;
        double[] inverseVariances = Array.ConvertAll(deviations, deviation => 1 / (deviation * deviation));
        foreach (int row in rows)
        {
            double square = DenseRows.SumOfSquares(_data.Row(row), Mean(label), inverseVariances);
            fourthPowers += square * square;
        }

        Shrink(scatter, LedoitWolfAmount(scatter, fourthPowers, rows.Length));
        for (int i = 0; i < scatter.Length; i++)
            covariance[i] += _priors[label] * scatter[i] * deviations[i / _columns] * deviations[i % _columns];
    }

    /// <summary>Ledoit and Wolf's amount of shrinkage of a covariance.</summary>
    /// <param name="covariance">The empirical one.</param>
    /// <param name="fourthPowers">The sum of the fourth powers of the rows' norms.</param>
    /// <param name="rows">Their number.</param>
    private double LedoitWolfAmount(double[] covariance, double fourthPowers, int rows)
    {
        if (_columns == 1)
            return 0;
        double trace = Trace(covariance);
        double mean = trace / _columns;
        double squares = DenseVectors.Dot(covariance, covariance);
        double beta = (fourthPowers / rows - squares) / ((double)_columns * rows);
        double delta = (squares - 2 * mean * trace + _columns * mean * mean) / _columns;
        beta = Math.Min(beta, delta);
        return beta == 0 ? 0 : beta / delta;
    }

    private void Shrink(double[] covariance, double amount)
    {
        double mean = Trace(covariance) / _columns;
        for (int i = 0; i < covariance.Length; i++)
            covariance[i] *= 1 - amount;
        for (int column = 0; column < _columns; column++)
            covariance[column * (_columns + 1)] += amount * mean;
    }

    private double Trace(double[] matrix)
    {
        double sum = 0;
        for (int column = 0; column < _columns; column++)
            sum += matrix[column * (_columns + 1)];
        return sum;
    }
}
