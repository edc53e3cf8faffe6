using System.Globalization;

namespace Fer.Preprocessing;

/// <summary>Keys that say which samples belong on one side of a split.</summary>
public static class GroupKeys
{
    /// <summary>
    /// Joins several ways to group samples, for example by subject and by identical pictures: samples that share a key in any of
    /// them, directly or through others, share the new key.
    /// </summary>
    /// <param name="keys">Lists with a key for each sample.</param>
    /// <returns>A key for each sample.</returns>
    /// <exception cref="ArgumentException">There is no list, or their lengths differ.</exception>
    public static string[] Merge(params IReadOnlyList<IReadOnlyList<string>> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0 || keys.Any(list => list.Count != keys[0].Count))
            throw new ArgumentException("As many keys of each kind are needed, and at least one kind.", nameof(keys));
        int count = keys[0].Count;
        var sets = new DisjointSets(count);
        foreach (IReadOnlyList<string> list in keys)
        {
            var first = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < count; i++)
            {
                if (!first.TryAdd(list[i], i))
                    sets.Union(first[list[i]], i);
            }
        }

        return ToKeys(sets, count);
    }

    internal static string[] ToKeys(DisjointSets sets, int count) =>
        [.. Enumerable.Range(0, count).Select(i => sets.Find(i).ToString(CultureInfo.InvariantCulture))];

    /// <summary>Numbers the keys from 0 in ordinal order.</summary>
    internal static int[] ToNumbers(IReadOnlyList<string> keys, int count, out int groups)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count != count)
            throw new ArgumentException($"{keys.Count} group keys do not fit {count} samples.", nameof(keys));
        Dictionary<string, int> numbers = keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Index().ToDictionary(key => key.Item, key => key.Index, StringComparer.Ordinal);
        groups = numbers.Count;
        return [.. keys.Select(key => numbers[key])];
    }
}
