using System.Text;

namespace Fer.Models;

/// <summary>Everything in which weights do not fit a network, to be told at once.</summary>
internal sealed class WeightMismatch
{
    private const int MaxListed = 100;

    /// <summary>The parameters that the file lacks.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>The entries that the network lacks.</summary>
    public List<string> Unexpected { get; } = [];

    /// <summary>The entries of another shape, with both shapes.</summary>
    public List<string> WronglyShaped { get; } = [];

    /// <summary>The entries with an infinite value or NaN.</summary>
    public List<string> NotFinite { get; } = [];

    /// <summary>Refuses the weights if anything does not fit.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="advice">What to do, if the mismatch is a common one; else empty.</param>
    /// <exception cref="TensorFileException">Something does not fit.</exception>
    public void ThrowIfAny(string file, string network, string advice)
    {
        if (Missing.Count + Unexpected.Count + WronglyShaped.Count + NotFinite.Count == 0)
            return;
        var text = new StringBuilder($"{file}: these weights do not fit the network '{network}':");
        Append(text, "missing", Missing);
        Append(text, "unexpected", Unexpected);
        Append(text, "wrongly shaped", WronglyShaped);
        Append(text, "not finite", NotFinite);
        text[^1] = '.';
        text.Append(' ').Append(advice.Length > 0 ? advice : "Choose the network that they were saved from.");
        throw new TensorFileException(text.ToString());
    }

    private static void Append(StringBuilder text, string kind, List<string> names)
    {
        if (names.Count == 0)
            return;
        text.Append($" {names.Count} {kind}: {string.Join(", ", names.Take(MaxListed))}");
        text.Append(names.Count > MaxListed ? $" and {names.Count - MaxListed} more;" : ";");
    }
}
