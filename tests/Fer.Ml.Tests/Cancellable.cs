namespace Fer.Ml.Tests;

/// <summary>Learning and predicting that ends with the test.</summary>
internal static class Cancellable
{
    public static IClassifierModel Learn(this IClassifier learner, TrainingSplit<FeatureTable> training, FitOptions? options = null) =>
        learner.Fit(training, options, null, TestContext.Current.CancellationToken);

    public static double[] Probabilities(this IClassifierModel model, float[] values, int threads = 0) =>
        model.PredictProbabilities(values, threads, TestContext.Current.CancellationToken);

    public static double[] Scores(this IDecisionFunction model, float[] values) =>
        model.DecisionFunction(values, 0, TestContext.Current.CancellationToken);

    public static int[] Labels(this IClassifierModel model, float[] values) =>
        model.PredictLabels(values, 0, TestContext.Current.CancellationToken);
}
