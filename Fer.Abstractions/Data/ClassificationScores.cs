namespace Fer;

/// <summary>
/// The figures by which classifiers are compared, those of PyCaret's <c>compare_models</c>. A figure that is not defined on the data
/// is NaN.
/// </summary>
/// <param name="Accuracy">The share of samples that are predicted right, 0 to 1.</param>
/// <param name="Auc">The area under the ROC curves of each class against the rest, averaged over the classes, 0 to 1.</param>
/// <param name="Recall">The average recall, 0 to 1; weighted by support it equals the accuracy.</param>
/// <param name="Precision">The average precision, 0 to 1.</param>
/// <param name="F1">The average of the classes' F1, 0 to 1.</param>
/// <param name="Kappa">Cohen's kappa, -1 to 1.</param>
/// <param name="Mcc">Matthews' correlation coefficient, -1 to 1.</param>
public sealed record ClassificationScores(
    double Accuracy, double Auc, double Recall, double Precision, double F1, double Kappa, double Mcc);
