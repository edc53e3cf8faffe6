using System.Runtime.CompilerServices;

namespace Fer.Ml.Tests;

/// <summary>
/// Gaussian naive Bayes as scikit-learn 1.2.1 has it, short and slow: a deterministic learner with weights to test ensembles over.
/// </summary>
internal sealed record GaussianDouble(double Smoothing = 1e-9) : IClassifier
{
    public string Name => "Gaussian";

    public bool SupportsSampleWeights => true;

    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        TrainingData data = TrainingData.Check(this, training, options);
        cancellationToken.ThrowIfCancellationRequested();
        int classes = data.Classes.Count, columns = data.Columns;
        double[] priors = new double[classes], means = new double[classes * columns], variances = new double[classes * columns];
        for (int row = 0; row < data.Rows; row++)
            priors[data.Labels[row]] += data.Weights[row];
        Accumulate(means, (value, _) => value);
        Accumulate(variances, (value, i) => (value - means[i]) * (value - means[i]));
        for (int i = 0; i < variances.Length; i++)
            variances[i] += Smoothing; // scikit-learn's is relative to the largest variance of all rows alike
        double total = priors.Sum();
        progress?.Report(1);
        return new GaussianDoubleModel(data.Classes, columns, Array.ConvertAll(priors, prior => prior / total), means, variances);

        void Accumulate(double[] sums, Func<double, int, double> function)
        {
            for (int row = 0; row < data.Rows; row++)
            {
                for (int c = 0; c < columns; c++)
                {
                    int i = (data.Labels[row] * columns) + c;
                    sums[i] += data.Weights[row] * function(data.Row(row)[c], i);
                }
            }

            for (int i = 0; i < sums.Length; i++)
                sums[i] = priors[i / columns] > 0 ? sums[i] / priors[i / columns] : 0;
        }
    }
}

internal sealed class GaussianDoubleModel(
    IReadOnlyList<string> classes, int columns, double[] priors, double[] means, double[] variances)
    : ClassifierModel(classes, columns), IFeatureImportances
{
    private const string KindName = "test_gaussian";

    /// <summary>How far the class means lie apart.</summary>
    public IReadOnlyList<double> FeatureImportances =>
        [.. Enumerable.Range(0, Columns).Select(c => Enumerable.Range(0, Classes.Count).Select(k => means[(k * Columns) + c]).Max()
            - Enumerable.Range(0, Classes.Count).Select(k => means[(k * Columns) + c]).Min())];

    internal override string Kind => KindName;

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        for (int row = 0; row < rows.Length / Columns; row++)
        {
            Span<double> scores = probabilities.Slice(row * Classes.Count, Classes.Count);
            for (int k = 0; k < scores.Length; k++)
            {
                scores[k] = Math.Log(priors[k]);
                for (int c = 0; c < Columns && priors[k] > 0; c++)
                {
                    int i = (k * Columns) + c;
                    double gap = rows[(row * Columns) + c] - means[i];
                    scores[k] -= 0.5 * (Math.Log(2 * Math.PI * variances[i]) + (gap * gap / variances[i]));
                }
            }

            double largest = scores[0], sum = 0;
            foreach (double score in scores)
                largest = Math.Max(largest, score);
            foreach (ref double score in scores)
                sum += score = Math.Exp(score - largest);
            foreach (ref double score in scores)
                score /= sum;
        }
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("priors", priors);
        writer.Write("means", means);
        writer.Write("variances", variances);
    }

    [ModuleInitializer]
    internal static void Register() => ModelFile.Register(KindName, reader => new GaussianDoubleModel(
        reader.ReadArray<string>("classes"),
        reader.Read<int>("columns"),
        reader.ReadArray<double>("priors"),
        reader.ReadArray<double>("means"),
        reader.ReadArray<double>("variances")));
}
