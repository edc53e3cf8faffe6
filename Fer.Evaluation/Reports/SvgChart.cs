using System.Globalization;
using System.Text;

namespace Fer.Evaluation;

/// <summary>
/// Draws one chart as inline SVG: a frame with grid, ticks and axis labels, into which lines, bars and labels are put.
/// Colours come from the style sheet by class name. Call <see cref="Begin"/> first and <see cref="End"/> last.
/// </summary>
internal sealed class SvgChart
{
    private const double TickGap = 8;
    private const double LabelHeight = 17;

    private readonly HtmlWriter _html;
    private readonly ChartAxis _x;
    private readonly ChartAxis _y;
    private readonly double _width;
    private readonly double _height;
    private readonly double _left;
    private readonly double _right;
    private readonly double _top;
    private readonly double _bottom;

    /// <param name="html">Where to draw.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="width">The whole width, in units of about a pixel.</param>
    /// <param name="height">The whole height.</param>
    /// <param name="rightMargin">Room for labels right of the frame.</param>
    public SvgChart(HtmlWriter html, ChartAxis x, ChartAxis y, double width = 460, double height = 300, double rightMargin = 16)
    {
        _html = html;
        _x = x;
        _y = y;
        _width = width;
        _height = height;
        int widest = y.Ticks.Max(tick => tick.Label.Length);
        _left = TickGap + 8.5 * widest + (y.Label.Length > 0 ? 22 : 4);
        _right = width - rightMargin;
        _top = 14;
        _bottom = height - (x.Label.Length > 0 ? 46 : 24);
    }

    /// <summary>Opens the drawing with frame, grid, ticks and axis labels.</summary>
    /// <param name="description">What the chart shows, for those who cannot see it.</param>
    public void Begin(string description)
    {
        _html.WriteLine($"""<svg class="chart" viewBox="0 0 {_width:0.#} {_height:0.#}" role="img" aria-label="{description}">""");
        foreach (ChartTick tick in _y.Ticks)
        {
            double y = Y(tick.Value);
            _html.WriteLine($"""<line class="grid" x1="{_left:0.#}" x2="{_right:0.#}" y1="{y:0.#}" y2="{y:0.#}"/>""");
            WriteText("tick", _left - TickGap, y, "end", tick.Label);
        }

        foreach (ChartTick tick in _x.Ticks)
        {
            double x = X(tick.Value);
            _html.WriteLine($"""<line class="axis" x1="{x:0.#}" x2="{x:0.#}" y1="{_bottom:0.#}" y2="{_bottom + 4:0.#}"/>""");
            WriteText("tick", x, _bottom + 15, "middle", tick.Label);
        }

        _html.WriteLine($"""<line class="axis" x1="{_left:0.#}" x2="{_right:0.#}" y1="{_bottom:0.#}" y2="{_bottom:0.#}"/>""");
        if (_x.Label.Length > 0)
            WriteText("label", (_left + _right) / 2, _height - 11, "middle", _x.Label);
        if (_y.Label.Length > 0)
        {
            double middle = (_top + _bottom) / 2;
            _html.WriteLine(
                $"""<text class="label" transform="translate(13 {middle:0.#}) rotate(-90)" text-anchor="middle">{_y.Label}</text>""");
        }
    }

    /// <summary>Closes the drawing.</summary>
    public void End() => _html.WriteLine($"</svg>");

    /// <summary>A line through points; it is interrupted where a value is not finite, and a lone point becomes a dot.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string cssClass)
    {
        var run = new List<(double X, double Y)>();
        foreach ((double x, double y) in points.Append((double.NaN, double.NaN)))
        {
            if (double.IsFinite(x) && double.IsFinite(y))
            {
                run.Add((x, y));
                continue;
            }

            if (run.Count == 1)
                Dot(run[0].X, run[0].Y, cssClass);
            else if (run.Count > 1)
                _html.WriteLine($"""<path class="line {cssClass}" d="{PathThrough(run)}"/>""");
            run.Clear();
        }
    }

    /// <summary>A filled dot.</summary>
    public void Dot(double x, double y, string cssClass) =>
        _html.WriteLine($"""<circle class="dot {cssClass}" cx="{X(x):0.#}" cy="{Y(y):0.#}" r="4"/>""");

    /// <summary>A bar from the horizontal axis up, with a text that shows when it is pointed at.</summary>
    public void Bar(double x1, double x2, double y, string cssClass, string title)
    {
        double left = X(x1) + 1;
        double top = Y(y);
        double width = Math.Max(1, X(x2) - 1 - left);
        _html.WriteLine(
            $"""<rect class="{cssClass}" x="{left:0.#}" y="{top:0.#}" width="{width:0.#}" height="{_bottom - top:0.#}">"""
            + $"<title>{title}</title></rect>");
    }

    /// <summary>A dashed vertical line with a label at its head.</summary>
    public void VerticalMarker(double x, string label)
    {
        double at = X(x);
        bool onTheLeft = at > (_left + _right) / 2;
        _html.WriteLine($"""<line class="marker" x1="{at:0.#}" x2="{at:0.#}" y1="{_top:0.#}" y2="{_bottom:0.#}"/>""");
        WriteText("marker-label", at + (onTheLeft ? -6 : 6), _top + 2, onTheLeft ? "end" : "start", label);
    }

    /// <summary>Labels right of the frame at the height of their values, moved apart where they would overlap.</summary>
    public void EndLabels(IEnumerable<(double Y, string Text, string CssClass)> labels)
    {
        double next = double.NegativeInfinity;
        foreach ((double value, string text, string cssClass) in
            labels.Where(label => double.IsFinite(label.Y)).OrderByDescending(label => label.Y))
        {
            double y = Math.Max(Math.Min(Y(value), _bottom - LabelHeight), next);
            _html.WriteLine($"""<text class="series {cssClass}" x="{_right + 8:0.#}" y="{y:0.#}" dy="0.35em">{text}</text>""");
            next = y + LabelHeight;
        }
    }

    // Rounds to a tenth of a unit and leaves out points that would not move the pen, which shortens long curves.
    private string PathThrough(List<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        string last = "";
        foreach ((double x, double y) in points)
        {
            string next = string.Create(CultureInfo.InvariantCulture, $"{X(x):0.#} {Y(y):0.#}");
            if (next == last)
                continue;
            path.Append(path.Length == 0 ? 'M' : 'L').Append(next);
            last = next;
        }

        return path.ToString();
    }

    // Centred on its height, whatever the size of the letters.
    private void WriteText(string cssClass, double x, double y, string anchor, string text) => _html.WriteLine(
        $"""<text class="{cssClass}" x="{x:0.#}" y="{y:0.#}" dy="0.35em" text-anchor="{anchor}">{text}</text>""");

    private double X(double value) => _left + (_right - _left) * _x.Position(value);

    private double Y(double value) => _bottom - (_bottom - _top) * _y.Position(value);
}
