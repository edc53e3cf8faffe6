using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fer.Evaluation.Tests;

public partial class HtmlReportTests
{
    private static readonly string[] CoordinateAttributes =
        ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "d", "transform", "viewBox"];

    public static TheoryData<string> Samples =>
        [.. SampleReports.All.Select(sample => sample.Name), .. SampleComparisons.All.Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Report_is_well_formed(string name)
    {
        XElement html = Parse(name);
        Assert.Equal("html", html.Name.LocalName);
        string[] ids = [.. html.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (string target in html.Descendants("a").Attributes("href").Select(href => href.Value))
            Assert.Contains(target.TrimStart('#'), ids);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Report_refers_to_nothing_outside_itself_and_runs_nothing(string name)
    {
        string text = Html(name);
        Assert.DoesNotContain("http", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", text);
        Assert.DoesNotContain("@import", text);
        XElement html = Parse(name);
        Assert.DoesNotContain(html.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "object");
        Assert.DoesNotContain(html.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith('o'));
        Assert.All(html.Descendants("img").Attributes("src"), src => Assert.StartsWith("data:image/png;base64,", src.Value));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Report_is_accessible(string name)
    {
        XElement html = Parse(name);
        Assert.Equal("en", html.Attribute("lang")?.Value);
        Assert.NotEmpty(html.Descendants("title").First().Value);
        Assert.Single(html.Descendants("h1"));
        Assert.All(html.Descendants("th"), header => Assert.Contains(header.Attribute("scope")?.Value, new[] { "row", "col" }));
        Assert.All(html.Descendants("table"), table => Assert.NotEmpty(table.Element("caption")!.Value));
        Assert.All(html.Descendants("svg"), svg => Assert.False(string.IsNullOrEmpty(svg.Attribute("aria-label")?.Value)));
        Assert.All(html.Descendants("img"), img => Assert.False(string.IsNullOrEmpty(img.Attribute("alt")?.Value)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Drawings_hold_finite_coordinates_only(string name)
    {
        foreach (XAttribute attribute in Parse(name).Descendants("svg").Descendants().Attributes())
        {
            if (CoordinateAttributes.Contains(attribute.Name.LocalName))
                Assert.Matches(Coordinates(), attribute.Value);
        }
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        ReportContent content = SampleReports.Hostile();
        string text = new HtmlReport(content).ToHtml();
        Assert.DoesNotContain("<script", text);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)", text);
        XElement html = XElement.Parse(text);
        Assert.Equal("<script>alert(\"1\")</script>&amp;'\uFFFD\uFFFD\uFFFD\uFFFD", html.Descendants("h1").Single().Value);
        Assert.Single(html.Descendants("style"));
    }

    [Fact]
    public void Sections_appear_only_where_there_is_something_to_tell()
    {
        Assert.Equal(
            ["summary", "notes", "confusion", "classes", "learning", "roc", "calibration", "errors", "settings", "glossary"],
            Sections("ordinary"));
        Assert.Equal(["summary", "confusion", "classes", "roc", "calibration", "errors", "glossary"], Sections("many-classes"));
    }

    [Fact]
    public void Confusion_matrix_shows_counts_and_shares()
    {
        XElement table = Parse("one-sample").Descendants("table").First(element => Class(element).Contains("confusion"));
        XElement[] firstRow = [.. table.Element("tbody")!.Elements("tr").First().Elements("td")];
        Assert.Equal(["0", "1100%", "0", "1"], firstRow.Select(cell => cell.Value));
        Assert.Equal("1 of 1 samples of “angry” were taken for “happy”", firstRow[1].Attribute("title")!.Value);
        Assert.Equal("e9", Class(firstRow[1]));
    }

    [Fact]
    public void Errors_are_those_of_which_the_model_was_most_sure()
    {
        ReportContent content = SampleReports.Ordinary();
        Predictions predictions = content.Predictions;
        string[] expected =
        [
            .. Enumerable.Range(0, predictions.Count)
                .Where(i => predictions.PredictedLabel(i) != predictions.Labels[i])
                .OrderByDescending(i => predictions.Row(i)[predictions.PredictedLabel(i)])
                .Take(24)
                .Select(i => predictions.Ids[i]),
        ];
        XElement[] cards = [.. Parse("ordinary").Descendants("ol").Single(list => Class(list) == "errors").Elements("li")];
        Assert.Equal(expected, cards.Select(card => card.Element("p")!.Value));
        Assert.All(cards, card => Assert.NotNull(card.Element("img")));
    }

    [Fact]
    public void Learning_curves_mark_the_best_epoch()
    {
        ReportContent content = SampleReports.Ordinary();
        int best = content.History.MinBy(point => point.ValidationLoss)!.Epoch;
        Assert.Contains($">best: epoch {best}</text>", new HtmlReport(content).ToHtml());
        Assert.Contains(">best: epoch 3</text>", new HtmlReport(content with { BestEpoch = 3 }).ToHtml());
    }

    [Fact]
    public void Large_pictures_are_shrunk()
    {
        ReportContent content = SampleReports.OneSample();
        var recorder = new SizeRecorder();
        new HtmlReport(content with { Picture = _ => new Image(1000, 501, PixelFormat.Rgb24), PictureEncoder = recorder }).ToHtml();
        Assert.Equal([(166, 83)], recorder.Sizes);
    }

    [Fact]
    public void Shrinking_takes_the_mean_of_each_block()
    {
        var image = new Image(3, 2, PixelFormat.Gray8, [10, 20, 255, 30, 41, 255]);
        Image small = Thumbnail.Of(image, 2);
        Assert.Equal((1, 1), (small.Width, small.Height));
        Assert.Equal(25, small.Pixels[0]);
        Assert.Same(image, Thumbnail.Of(image, 3));
    }

    [Fact]
    public void Equal_contents_give_equal_reports() => Assert.Equal(Html("ordinary"), Html("ordinary"));

    [Fact]
    public void A_result_of_other_predictions_is_refused()
    {
        ReportContent content = SampleReports.OneSample() with { Predictions = SampleReports.TwoClasses().Predictions };
        Assert.Contains("is not of these predictions", Assert.Throws<ArgumentException>(() => new HtmlReport(content)).Message);
    }

    [Fact]
    public void Pictures_need_an_encoder()
    {
        ReportContent content = SampleReports.OneSample() with { Picture = _ => null };
        Assert.Throws<ArgumentException>(() => new HtmlReport(content));
    }

    [Fact]
    public void A_report_is_saved_whole_or_not_at_all()
    {
        string folder = Directory.CreateTempSubdirectory("fer-report-").FullName;
        try
        {
            string path = Path.Combine(folder, "report.html");
            var report = new HtmlReport(SampleReports.OneSample());
            report.Save(path);
            Assert.Equal(report.ToHtml(), File.ReadAllText(path));

            var failing = new HtmlReport(SampleReports.OneSample() with
            {
                Picture = _ => throw new ImageFormatException("1.png: truncated."),
                PictureEncoder = new TestPngEncoder(),
            });
            Assert.Throws<ImageFormatException>(() => failing.Save(path));
            Assert.Equal(report.ToHtml(), File.ReadAllText(path));
            Assert.Single(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_has_a_contrast_of_at_least_4_5(bool dark)
    {
        Dictionary<string, string> colours = Colours(dark);
        List<(string Text, string Background)> pairs =
        [
            ("ink", "page"), ("ink", "surface"), ("ink", "sunken"), ("muted", "page"), ("muted", "surface"), ("muted", "sunken"),
            ("accent", "page"), ("accent", "surface"), ("training", "surface"), ("validation", "surface"), ("note", "note-surface"),
        ];
        for (int step = 0; step < 10; step++)
        {
            string text = step < 6 ? "low" : "high";
            pairs.Add((text, $"d{step}"));
            pairs.Add((text, $"e{step}"));
        }

        foreach ((string text, string background) in pairs)
        {
            double contrast = Contrast(colours[text], colours[background]);
            Assert.True(contrast >= 4.5, $"--{text} on --{background}: {contrast:0.00}");
        }
    }

    private static string Html(string name) => SampleReports.All.FirstOrDefault(sample => sample.Name == name).Content is { } content
        ? new HtmlReport(content).ToHtml()
        : new ComparisonReport(SampleComparisons.All.Single(sample => sample.Name == name).Content).ToHtml();

    private static XElement Parse(string name) => XDocument.Parse(Html(name)).Root!;

    private static string Class(XElement element) => element.Attribute("class")?.Value ?? "";

    private static IEnumerable<string> Sections(string name) =>
        Parse(name).Descendants("section").Select(section => section.Attribute("id")!.Value);

    private static Dictionary<string, string> Colours(bool dark)
    {
        string css = Parse("one-sample").Descendants("style").Single().Value;
        string[] blocks = css.Split(":root {")[1..];
        return Variable().Matches(blocks[dark ? 1 : 0].Split('}')[0])
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    // Relative luminance and contrast as the Web Content Accessibility Guidelines 2 define them.
    private static double Contrast(string a, string b)
    {
        double luminanceA = Luminance(a), luminanceB = Luminance(b);
        return (Math.Max(luminanceA, luminanceB) + 0.05) / (Math.Min(luminanceA, luminanceB) + 0.05);
    }

    private static double Luminance(string hex)
    {
        int rgb = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return 0.2126 * Linear(rgb >> 16) + 0.7152 * Linear((rgb >> 8) & 255) + 0.0722 * Linear(rgb & 255);
    }

    private static double Linear(int channel)
    {
        double value = channel / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6});")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?:translate\(|rotate\(|[ML\d. )-])+$")]
    private static partial Regex Coordinates();

    private sealed class SizeRecorder : IImageEncoder
    {
        public List<(int Width, int Height)> Sizes { get; } = [];

        public string FormatName => "none";

        public string MediaType => "image/png";

        public IReadOnlyList<string> Extensions => [".png"];

        public void Encode(Image image, Stream destination) => Sizes.Add((image.Width, image.Height));
    }
}
