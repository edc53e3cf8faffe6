namespace Fer.Models;

/// <summary>
/// A <c>dict</c> or <c>OrderedDict</c>: the pairs in the order in which they came. Keys are not hashed, so that no choice of
/// keys can make reading slow.
/// </summary>
internal sealed class PickleDictionary
{
    /// <summary>The pairs, as they came.</summary>
    public List<(object? Key, object? Value)> Items { get; } = [];
}
