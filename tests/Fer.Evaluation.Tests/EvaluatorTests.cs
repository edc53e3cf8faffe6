using System.Text;
using System.Text.Json;

namespace Fer.Evaluation.Tests;

public class EvaluatorTests
{
    // Class c has no sample, so its AUC is not defined.
    private static readonly Predictions Small = new(
        ["a", "b", "c"], ["x/1.png", "x/2.png", "x/3.png", "x/4.png"], [0, 0, 1, 1],
        [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.1, 0.8, 0.1, 0.3, 0.3, 0.4]);

    [Fact]
    public void Figures_of_a_case_worked_by_hand()
    {
        EvaluationResult result = Evaluator.Evaluate(Small);
        Assert.Equal(0.5, result.Accuracy);
        Assert.Equal(new ClassMetrics("a", 1, 0.5, 2 / 3.0, 2), result.Classes[0]);
        Assert.Equal(new ClassMetrics("b", 0.5, 0.5, 0.5, 2), result.Classes[1]);
        Assert.Equal(new ClassMetrics("c", 0, 0, 0, 0), result.Classes[2]);
        Assert.Equal([0.75, 0.75, double.NaN], result.AucPerClass);
        Assert.Equal(0.75, result.Auc);
        Assert.Equal(1, result.Confusion[1, 2]);
    }

    [Fact]
    public void Trained_samples_are_refused_with_a_name_and_a_count()
    {
        var error = Assert.Throws<DataLeakageException>(() => Evaluator.Evaluate(Small, ["y/1.png", "x/3.png", "x/2.png"]));
        Assert.Contains("'x/2.png'", error.Message);
        Assert.Contains("2 of the 4", error.Message);
    }

    [Fact]
    public void Trained_samples_can_be_refused_before_they_are_predicted()
    {
        var samples = new FeatureTable(["a", "b"], [0, 1], ["x/1.png", "x/2.png"], [1, 2], 1);
        var error = Assert.Throws<DataLeakageException>(() => Evaluator.RefuseTrainedSamples(samples, ["y/1.png", "x/2.png"]));
        Assert.Contains("1 of the 2", error.Message);
        Evaluator.RefuseTrainedSamples(samples, ["y/1.png"]);
    }

    [Fact]
    public void Other_samples_are_not_refused() =>
        Assert.Equal(0.5, Evaluator.Evaluate(Small, ["y/1.png", "X/1.PNG"]).Accuracy);

    [Fact]
    public void No_samples_are_an_error() =>
        Assert.Throws<DatasetException>(() => Evaluator.Evaluate(new Predictions(["a", "b"], [], [], [])));

    [Fact]
    public void Json_has_every_figure_and_null_for_what_is_not_defined()
    {
        using JsonDocument document = JsonDocument.Parse(Json(Evaluator.Evaluate(Small)));
        JsonElement root = document.RootElement;
        Assert.Equal(
            [
                "samples", "accuracy", "top2", "auc", "aucWeighted", "kappa", "mcc", "logLoss", "brier", "ece",
                "macro", "weighted", "classes", "confusion",
            ],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(4, root.GetProperty("samples").GetInt32());
        Assert.Equal(0.5, root.GetProperty("accuracy").GetDouble());
        Assert.Equal(0.5, root.GetProperty("weighted").GetProperty("recall").GetDouble());
        Assert.Equal(0.5, root.GetProperty("macro").GetProperty("precision").GetDouble());
        Assert.Equal("[[1,1,0],[0,1,1],[0,0,0]]", root.GetProperty("confusion").GetRawText());
        JsonElement last = root.GetProperty("classes")[2];
        Assert.Equal("c", last.GetProperty("name").GetString());
        Assert.Equal(0, last.GetProperty("support").GetInt32());
        Assert.Equal(0, last.GetProperty("f1").GetDouble());
        Assert.Equal(JsonValueKind.Null, last.GetProperty("auc").ValueKind);
    }

    [Fact]
    public void Json_of_one_class_only_has_null_for_kappa_and_auc()
    {
        using JsonDocument document = JsonDocument.Parse(Json(Evaluator.Evaluate(new Predictions(["a", "b"], ["1"], [0], [1, 0]))));
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("kappa").ValueKind);
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("auc").ValueKind);
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("aucWeighted").ValueKind);
    }

    [Fact]
    public void Text_is_an_aligned_table()
    {
        const string Expected =
            """
                          precision     recall         f1        auc    support

            a                1.0000     0.5000     0.6667     0.7500          2
            b                0.5000     0.5000     0.5000     0.7500          2
            c                0.0000     0.0000     0.0000          -          0

            accuracy                               0.5000                     4
            macro avg        0.5000     0.3333     0.3889     0.7500          4
            weighted avg     0.7500     0.5000     0.5833     0.7500          4

            kappa            0.2000
            mcc              0.2236
            top-2            1.0000
            log loss         0.8149
            brier            0.5000
            ece              0.3750

            """;
        Assert.Equal(Expected, Evaluator.Evaluate(Small).ToText());
    }

    [Fact]
    public void Text_stays_in_one_line_per_class_whatever_its_name()
    {
        var predictions = new Predictions(["a\nb", "c\u001b[31m"], ["1", "2"], [0, 1], [1, 0, 0, 1]);
        string text = Evaluator.Evaluate(predictions).ToText();
        Assert.Contains("a?b ", text);
        Assert.DoesNotContain('\u001b', text);
    }

    private static string Json(EvaluationResult result)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            result.WriteJson(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
