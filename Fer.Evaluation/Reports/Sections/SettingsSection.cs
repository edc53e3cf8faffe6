namespace Fer.Evaluation;

/// <summary>The settings of the run.</summary>
internal sealed class SettingsSection : IReportSection<IReportFrame>
{
    public string Id => "settings";

    public string Title => "Settings";

    public bool AppliesTo(IReportFrame content) => content.Settings.Count > 0;

    public void Write(HtmlWriter html, IReportFrame content)
    {
        html.WriteLine($"""<div class="card"><table class="settings"><caption class="unseen">Settings</caption><tbody>""");
        foreach ((string name, string value) in content.Settings)
            html.WriteLine($"""<tr><th scope="row">{name}</th><td>{value}</td></tr>""");
        html.WriteLine($"</tbody></table></div>");
    }
}
