namespace Fer.Evaluation;

/// <summary>The settings of the run.</summary>
internal sealed class SettingsSection : IReportSection
{
    public string Id => "settings";

    public string Title => "Settings";

    public bool AppliesTo(ReportContent content) => content.Settings.Count > 0;

    public void Write(HtmlWriter html, ReportContent content)
    {
        html.WriteLine($"""<div class="card"><table class="settings"><caption class="unseen">Settings</caption><tbody>""");
        foreach ((string name, string value) in content.Settings)
            html.WriteLine($"""<tr><th scope="row">{name}</th><td>{value}</td></tr>""");
        html.WriteLine($"</tbody></table></div>");
    }
}
