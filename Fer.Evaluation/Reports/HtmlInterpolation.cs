using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Fer.Evaluation;

/// <summary>An interpolated string whose holes are escaped for HTML and XML, in text and in quoted attributes.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlInterpolation
{
    public HtmlInterpolation(int literalLength, int formattedCount) => Text = new StringBuilder(literalLength + 8 * formattedCount);

    public StringBuilder Text { get; }

    public void AppendLiteral(string markup) => Text.Append(markup);

    public void AppendFormatted(string? text)
    {
        // Lone surrogates become U+FFFD here.
        foreach (Rune rune in (text ?? "").EnumerateRunes())
            AppendEscaped(rune);
    }

    public void AppendFormatted(IFormattable value, string? format = null) =>
        AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    private void AppendEscaped(Rune rune)
    {
        switch (rune.Value)
        {
            case '&': Text.Append("&amp;"); break;
            case '<': Text.Append("&lt;"); break;
            case '>': Text.Append("&gt;"); break;
            case '"': Text.Append("&quot;"); break;
            case '\'': Text.Append("&#39;"); break;
            case '\t' or '\n' or '\r': Text.Append(' '); break;
            case < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF: Text.Append('\uFFFD'); break;
            default: Text.Append(rune); break;
        }
    }
}
