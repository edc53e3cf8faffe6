using System.Text.Json;

namespace Fer.Ml.Tests;

public class ComparisonResultTests
{
    private static readonly ComparisonResult s_heldOut = new(
        [
            Row("Ridge", 0.5) with { FitSeconds = 1.239, PredictSeconds = 0.001 },
            new ComparisonRow { Learner = "a|b, \"c\"\n<i>", Error = "no | rows\nat all" },
            Row("LDA", 0.75) with { FitSeconds = 0.5, PredictSeconds = 0.25 },
            Row("CNN", 0.625) with { IsBaseline = true },
        ],
        ScoreMetric.Accuracy,
        folds: 1);

    private static readonly ComparisonResult s_folds = new(
        [
            Row("LDA", 0.75) with
            {
                Deviation = Scores(0.125),
                FoldScores = [Scores(0.625), Scores(0.875)],
                FitSeconds = 1,
                PredictSeconds = 2,
            },
        ],
        ScoreMetric.F1,
        folds: 2);

    [Fact]
    public void Text_is_aligned() => Assert.Equal(
        """
        Learner       Accuracy  AUC  Recall  Precision      F1   Kappa     MCC  Fit (s)  Predict (s)
        LDA             0.7500    -  0.7500     0.7500  0.7500  0.7500  0.7500     0.50         0.25
        CNN             0.6250    -  0.6250     0.6250  0.6250  0.6250  0.6250        -            -
        Ridge           0.5000    -  0.5000     0.5000  0.5000  0.5000  0.5000     1.24         0.00
        a|b, "c" <i>         -    -       -          -       -       -       -        -            -
        a|b, "c" <i>: no | rows at all

        """,
        s_heldOut.ToText());

    [Fact]
    public void Text_of_folds_has_the_deviation_of_what_it_is_sorted_by() => Assert.Equal(
        """
        Learner  Accuracy  AUC  Recall  Precision      F1   Kappa     MCC  Fit (s)  Predict (s)  +/- F1
        LDA        0.7500    -  0.7500     0.7500  0.7500  0.7500  0.7500     1.00         2.00  0.1250

        """,
        s_folds.ToText());

    [Fact]
    public void Markdown_is_a_table_whatever_the_names() => Assert.Equal(
        """
        | Learner | Accuracy | AUC | Recall | Precision | F1 | Kappa | MCC | Fit (s) | Predict (s) |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | LDA | 0.7500 | - | 0.7500 | 0.7500 | 0.7500 | 0.7500 | 0.7500 | 0.50 | 0.25 |
        | CNN | 0.6250 | - | 0.6250 | 0.6250 | 0.6250 | 0.6250 | 0.6250 | - | - |
        | Ridge | 0.5000 | - | 0.5000 | 0.5000 | 0.5000 | 0.5000 | 0.5000 | 1.24 | 0.00 |
        | a\|b, "c" &lt;i> | - | - | - | - | - | - | - | - | - |

        - a\|b, "c" &lt;i>: no \| rows at all

        """,
        s_heldOut.ToMarkdown());

    [Fact]
    public void Markdown_of_folds_has_deviations() =>
        Assert.Contains("| LDA | 0.7500 ± 0.1250 | - | 0.7500 ± 0.1250 |", s_folds.ToMarkdown(), StringComparison.Ordinal);

    [Fact]
    public void Csv_is_quoted_and_leaves_out_what_is_not_defined()
    {
        const string Head = "learner,accuracy,auc,recall,precision,f1,kappa,mcc,accuracyDeviation,aucDeviation,recallDeviation,"
            + "precisionDeviation,f1Deviation,kappaDeviation,mccDeviation,folds,fitSeconds,predictSeconds,baseline,error";
        Assert.Equal(
            Head +
            """

            LDA,0.75,,0.75,0.75,0.75,0.75,0.75,,,,,,,,1,0.5,0.25,false,
            CNN,0.625,,0.625,0.625,0.625,0.625,0.625,,,,,,,,1,,,true,
            Ridge,0.5,,0.5,0.5,0.5,0.5,0.5,,,,,,,,1,1.239,0.001,false,
            "a|b, ""c""
            <i>",,,,,,,,,,,,,,,0,,,false,"no | rows
            at all"

            """,
            s_heldOut.ToCsv());
        Assert.Contains("\nLDA,0.75,,0.75,0.75,0.75,0.75,0.75,0.125,,0.125,", s_folds.ToCsv(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_null_where_there_is_no_figure()
    {
        using JsonDocument document = JsonDocument.Parse(s_heldOut.ToJson());
        JsonElement[] rows = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(
            ["learner", "accuracy", "auc", "recall", "precision", "f1", "kappa", "mcc", "fitSeconds", "predictSeconds", "baseline"],
            rows[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("LDA", rows[0].GetProperty("learner").GetString());
        Assert.Equal(0.75, rows[0].GetProperty("accuracy").GetDouble());
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("auc").ValueKind);
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("fitSeconds").ValueKind);
        Assert.True(rows[1].GetProperty("baseline").GetBoolean());
        Assert.Equal("no | rows\nat all", rows[3].GetProperty("error").GetString());

        using JsonDocument folds = JsonDocument.Parse(s_folds.ToJson());
        JsonElement row = folds.RootElement[0];
        Assert.Equal(0.125, row.GetProperty("deviation").GetProperty("mcc").GetDouble());
        Assert.Equal([0.625, 0.875], row.GetProperty("folds").EnumerateArray().Select(fold => fold.GetProperty("f1").GetDouble()));
    }

    private static ComparisonRow Row(string learner, double value) =>
        new() { Learner = learner, Scores = Scores(value), FoldScores = [Scores(value)] };

    private static ClassificationScores Scores(double value) => new(value, double.NaN, value, value, value, value, value);
}
