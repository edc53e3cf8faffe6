using System.Text.Json;

namespace Fer.Evaluation;

/// <summary>Every figure of one evaluation. Figures that are not defined on the data are NaN (null in JSON).</summary>
public sealed record EvaluationResult
{
    /// <summary>The number of samples.</summary>
    public required int Samples { get; init; }

    /// <summary>See <see cref="Evaluation.Accuracy"/>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The share of samples whose class is among the two most probable; see <see cref="TopKAccuracy"/>.</summary>
    public required double Top2 { get; init; }

    /// <summary>One-vs-rest ROC AUC, macro average; see <see cref="RocAuc"/>.</summary>
    public required double Auc { get; init; }

    /// <summary>One-vs-rest ROC AUC, weighted by support; see <see cref="RocAuc"/>.</summary>
    public required double AucWeighted { get; init; }

    /// <summary>One-vs-rest ROC AUC of each class; NaN where it is not defined.</summary>
    public required IReadOnlyList<double> AucPerClass { get; init; }

    /// <summary>See <see cref="CohenKappa"/>.</summary>
    public required double Kappa { get; init; }

    /// <summary>See <see cref="MatthewsCorrelation"/>.</summary>
    public required double Mcc { get; init; }

    /// <summary>See <see cref="Evaluation.LogLoss"/>.</summary>
    public required double LogLoss { get; init; }

    /// <summary>See <see cref="BrierScore"/>.</summary>
    public required double Brier { get; init; }

    /// <summary>See <see cref="ExpectedCalibrationError"/>.</summary>
    public required double Ece { get; init; }

    /// <summary>Precision, recall and F1, each class counting the same.</summary>
    public required AverageMetrics Macro { get; init; }

    /// <summary>Precision, recall and F1, each class counting as often as it has samples.</summary>
    public required AverageMetrics Weighted { get; init; }

    /// <summary>Precision, recall, F1 and support of each class.</summary>
    public required IReadOnlyList<ClassMetrics> Classes { get; init; }

    /// <summary>What was taken for what.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>The figures as an aligned plain-text table, in the manner of scikit-learn's <c>classification_report</c>.</summary>
    public string ToText() => TextTable.Format(this);

    /// <summary>Writes the figures as one JSON object; NaN becomes null, as JSON has no such number.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("samples", Samples);
        WriteFigure(writer, "accuracy", Accuracy);
        WriteFigure(writer, "top2", Top2);
        WriteFigure(writer, "auc", Auc);
        WriteFigure(writer, "aucWeighted", AucWeighted);
        WriteFigure(writer, "kappa", Kappa);
        WriteFigure(writer, "mcc", Mcc);
        WriteFigure(writer, "logLoss", LogLoss);
        WriteFigure(writer, "brier", Brier);
        WriteFigure(writer, "ece", Ece);
        WriteAverage(writer, "macro", Macro);
        WriteAverage(writer, "weighted", Weighted);
        WriteClasses(writer);
        WriteConfusion(writer);
        writer.WriteEndObject();
    }

    private void WriteClasses(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("classes");
        for (int c = 0; c < Classes.Count; c++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", Classes[c].Name);
            WriteFigure(writer, "precision", Classes[c].Precision);
            WriteFigure(writer, "recall", Classes[c].Recall);
            WriteFigure(writer, "f1", Classes[c].F1);
            WriteFigure(writer, "auc", AucPerClass[c]);
            writer.WriteNumber("support", Classes[c].Support);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteConfusion(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("confusion");
        for (int t = 0; t < Classes.Count; t++)
        {
            writer.WriteStartArray();
            foreach (int count in Confusion.Row(t))
                writer.WriteNumberValue(count);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteAverage(Utf8JsonWriter writer, string name, AverageMetrics average)
    {
        writer.WriteStartObject(name);
        WriteFigure(writer, "precision", average.Precision);
        WriteFigure(writer, "recall", average.Recall);
        WriteFigure(writer, "f1", average.F1);
        writer.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }
}
