namespace Fer.Ml;

/// <summary>Draws features without putting them back.</summary>
internal sealed class FeatureSampler(int columns)
{
    private readonly int[] _features = [.. Enumerable.Range(0, columns)];
    private int _drawn;

    /// <summary>The features that are left.</summary>
    public int Remaining => _features.Length - _drawn;

    /// <summary>Puts all back. Their order stays as it is, which does not matter: any order is drawn from alike.</summary>
    public void Restart() => _drawn = 0;

    /// <summary>Puts all back in their first order, so that what a tree draws does not depend on the trees before it.</summary>
    public void Reset()
    {
        _drawn = 0;
        for (int i = 0; i < _features.Length; i++)
            _features[i] = i;
    }

    /// <summary>Draws some of those left.</summary>
    public ReadOnlySpan<int> Draw(int count, ref RandomGenerator random)
    {
        int first = _drawn;
        for (; _drawn < first + count; _drawn++)
        {
            int other = _drawn + random.Next(Remaining);
            (_features[_drawn], _features[other]) = (_features[other], _features[_drawn]);
        }

        return _features.AsSpan(first, count);
    }
}
