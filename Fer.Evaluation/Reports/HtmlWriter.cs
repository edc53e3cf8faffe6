using System.Text;

namespace Fer.Evaluation;

/// <summary>
/// Builds markup from interpolated strings: the literal text is markup, whatever stands in the holes is text and is escaped.
/// So nothing that a user named can become markup.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _markup = new();

    /// <summary>Writes markup with escaped holes, and a line break.</summary>
    public void WriteLine(ref HtmlInterpolation markup)
    {
        _markup.Append(markup.Text).Append('\n');
        markup.Text.Clear();
    }

    /// <summary>Writes markup that this package itself holds, as it is.</summary>
    public void WriteRaw(string markup) => _markup.Append(markup);

    public override string ToString() => _markup.ToString();
}
