using System.Xml.Linq;

namespace Fer.Evaluation.Tests;

public class ComparisonReportTests
{
    [Fact]
    public void Sections_appear_only_where_there_is_something_to_tell()
    {
        Assert.Equal(
            ["comparison", "notes", "roc", "importances", "calibration", "confusion", "settings", "glossary"],
            Sections(SampleComparisons.Ordinary()));
        Assert.Equal(["comparison", "roc", "calibration", "confusion", "glossary"], Sections(SampleComparisons.Folds()));
        Assert.Equal(["comparison", "glossary"], Sections(SampleComparisons.Failed()));
    }

    [Fact]
    public void The_table_has_a_line_per_learner_in_their_order()
    {
        ComparisonReportContent content = SampleComparisons.Ordinary();
        XElement[] rows = [.. Section(content, "comparison").Descendants("tbody").Single().Elements("tr")];
        Assert.Equal(
            content.Learners.Select(learner => learner.Name), rows.Select(row => row.Element("th")!.Attribute("title")!.Value));
        Assert.Equal("CNN softmaxbaseline", rows[1].Element("th")!.Value);

        ClassificationScores scores = new ClassificationScorer().Score(content.Learners[0].Predictions!);
        double[] figures = [scores.Accuracy, scores.Auc, scores.Recall, scores.Precision, scores.F1, scores.Kappa, scores.Mcc];
        Assert.Equal([.. figures.Select(ReportFormat.Figure), "10.00", "0.01"], rows[0].Elements("td").Select(cell => cell.Value));
        Assert.Equal(Enumerable.Repeat("–", 9), rows[4].Elements("td").Select(cell => cell.Value));
        string failed = Section(content, "comparison").Descendants("ul").Single().Value;
        Assert.Contains("There are fewer rows than neighbours", failed, StringComparison.Ordinal);
        Assert.Contains("4 learners; the best is Stacking", Section(content, "comparison").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_folds_have_deviations()
    {
        XElement row = Section(SampleComparisons.Folds(), "comparison").Descendants("tbody").Single().Elements("tr").Single();
        Assert.Equal(
            ["0.500± 0.010", "–", "0.500± 0.010", "0.400± 0.020", "0.450± 0.030", "0.300± 0.040", "0.200± 0.050"],
            row.Elements("td").Take(7).Select(cell => cell.Value));
    }

    [Fact]
    public void Every_evaluated_learner_has_its_curve_its_diagram_and_its_matrix()
    {
        ComparisonReportContent content = SampleComparisons.Ordinary();
        foreach (string id in (string[])["roc", "calibration"])
        {
            IEnumerable<XElement> names = Section(content, id).Descendants("figcaption").Elements("span");
            Assert.Equal(["Stacking", "CNN softmax", "Extra Trees", "Ridge"], names.Select(name => name.Value));
        }

        XElement confusion = Section(content, "confusion");
        Assert.Equal(4, confusion.Descendants("table").Count());
        ConfusionMatrix expected = ConfusionMatrix.Compute(content.Learners[3].Predictions!);
        XElement first = confusion.Descendants("table").Last().Element("tbody")!.Elements("tr").First().Elements("td").First();
        Assert.StartsWith($"{expected[0, 0]} of {expected.Support(0)} samples", first.Attribute("title")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_most_important_features_come_first()
    {
        XElement[] rows = [.. Section(SampleComparisons.Ordinary(), "importances").Descendants("tbody").Single().Elements("tr")];
        Assert.Equal(15, rows.Length);
        Assert.Equal(["feature 20", "feature 19", "feature 21"], rows.Take(3).Select(row => row.Element("th")!.Value));
        Assert.Equal(["0.05", "0.025", "0.025"], rows.Take(3).Select(row => row.Element("td")!.Value.Trim()));
        Assert.Equal(["width:100%", "width:50%"], rows.Take(2).Select(row => row.Descendants("i").Single().Attribute("style")!.Value));
        Assert.Equal(
            ["comparison", "notes", "roc", "calibration", "confusion", "settings", "glossary"],
            Sections(SampleComparisons.Ordinary() with { MaxFeatures = 0 }));
    }

    [Fact]
    public void Equal_contents_give_equal_reports() => Assert.Equal(
        new ComparisonReport(SampleComparisons.Ordinary()).ToHtml(), new ComparisonReport(SampleComparisons.Ordinary()).ToHtml());

    [Fact]
    public void Learners_need_names_of_their_own()
    {
        ComparisonReportContent content = SampleComparisons.Failed();
        ComparedLearner[] twice = [.. content.Learners, .. content.Learners];
        Assert.Throws<ArgumentException>(() => new ComparisonReport(content with { Learners = twice }));
        Assert.Throws<ArgumentException>(() => new ComparisonReport(content with { Learners = [] }));
    }

    [Fact]
    public void A_report_is_saved()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("fer-report-").FullName, "comparison.html");
        try
        {
            var report = new ComparisonReport(SampleComparisons.Ordinary());
            report.Save(path);
            Assert.Equal(report.ToHtml(), File.ReadAllText(path));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void A_mean_ROC_curve_has_the_mean_area_of_its_classes()
    {
        Predictions predictions = SampleComparisons.Ordinary().Learners[0].Predictions!;
        IReadOnlyList<(double X, double Y)> curve = MacroRocCurve.Compute(predictions);
        Assert.Equal((0, 0), curve[0]);
        Assert.Equal((1, 1), curve[^1]);
        Assert.Equal(curve.OrderBy(point => point.Y), curve);
        double area = curve.Zip(curve.Skip(1)).Sum(pair => (pair.Second.X - pair.First.X) * (pair.First.Y + pair.Second.Y) / 2);
        Assert.Equal(Evaluator.Evaluate(predictions).Auc, area, 2e-3);
    }

    [Fact]
    public void A_mean_ROC_curve_interpolates_each_class()
    {
        // Class 0 against the rest: (0, 0), (0, 1/2), (1/2, 1/2), (1/2, 1), (1, 1); class 1 has the same curve, class 2 no samples.
        var predictions = new Predictions(
            ["a", "b", "c"], ["1", "2", "3", "4"], [0, 1, 0, 1], [0.9, 0.1, 0, 0.6, 0.4, 0, 0.4, 0.6, 0, 0.1, 0.9, 0]);
        Dictionary<double, double> curve = MacroRocCurve.Compute(predictions).Skip(1)
            .ToDictionary(point => point.FalsePositiveRate, point => point.TruePositiveRate);
        Assert.Equal([0.5, 0.5, 1, 1, 1], new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(x => curve[x]));
        Assert.Empty(MacroRocCurve.Compute(SampleComparisons.OneSample().Learners[0].Predictions!));
    }

    private static XElement Section(ComparisonReportContent content, string id) => XDocument.Parse(new ComparisonReport(content).ToHtml())
        .Descendants("section").Single(section => section.Attribute("id")!.Value == id);

    private static IEnumerable<string> Sections(ComparisonReportContent content) =>
        XDocument.Parse(new ComparisonReport(content).ToHtml()).Descendants("section").Select(section => section.Attribute("id")!.Value);
}
