using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The mistakes of which the model was most sure: often mislabelled samples, or what it has not understood.</summary>
internal sealed class ErrorsSection : IReportSection<ReportContent>
{
    private const int MaxPictureSide = 192;

    public string Id => "errors";

    public string Title => "Most confident errors";

    public bool AppliesTo(ReportContent content) => content.MaxErrors > 0;

    public void Write(HtmlWriter html, ReportContent content)
    {
        Predictions predictions = content.Predictions;
        int[] errors = [.. Enumerable.Range(0, predictions.Count).Where(i => predictions.PredictedLabel(i) != predictions.Labels[i])];
        if (errors.Length == 0)
        {
            html.WriteLine($"""<p class="lead">There are none: every sample’s class was found.</p>""");
            return;
        }

        int[] shown = [.. errors.OrderByDescending(i => Confidence(predictions, i)).Take(content.MaxErrors)];
        html.WriteLine(
            $"""
            <p class="lead">Mistaken: {Count(errors.Length)} of {Count(predictions.Count, "sample", "samples")}.
            Shown: {Count(shown.Length)}, from the one of which the model was most sure. Wrong labels tend to stand here too.</p>
            <ol class="errors">
            """);
        foreach (int sample in shown)
            WriteError(html, content, sample);
        html.WriteLine($"</ol>");
    }

    private static double Confidence(Predictions predictions, int sample) => predictions.Row(sample)[predictions.PredictedLabel(sample)];

    private static void WriteError(HtmlWriter html, ReportContent content, int sample)
    {
        Predictions predictions = content.Predictions;
        string trueClass = predictions.Classes[predictions.Labels[sample]];
        string predictedClass = predictions.Classes[predictions.PredictedLabel(sample)];
        double said = Confidence(predictions, sample);
        double ofTruth = predictions.Row(sample)[predictions.Labels[sample]];
        html.WriteLine($"""<li class="card">""");
        if (content.Picture?.Invoke(sample) is { } picture)
        {
            html.WriteLine(
                $"""
                <img src="{DataUri(picture, content.PictureEncoder!)}" width="112" height="112"
                alt="A sample of {trueClass}, taken for {predictedClass}"/>
                """);
        }
        else if (content.Picture is not null)
        {
            html.WriteLine($"""<p class="nopicture">no picture</p>""");
        }

        html.WriteLine(
            $"""
            <dl>
            <div class="said"><dt>said</dt>
            <dd class="name" title="{predictedClass}">{predictedClass}</dd><dd>{ShortPercent(said)}</dd></div>
            <div><dt>true</dt>
            <dd class="name" title="{trueClass}">{trueClass}</dd><dd>{ShortPercent(ofTruth)}</dd></div>
            </dl>
            <p class="id">{predictions.Ids[sample]}</p>
            </li>
            """);
    }

    private static string DataUri(Image picture, IImageEncoder encoder)
    {
        using var stream = new MemoryStream();
        encoder.Encode(Thumbnail.Of(picture, MaxPictureSide), stream);
        return $"data:{encoder.MediaType};base64,{Convert.ToBase64String(stream.GetBuffer(), 0, (int)stream.Length)}";
    }
}
