using System.Globalization;
using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>How pictures' contrast is equalised.</summary>
internal sealed record ClaheSettings
{
    public double ClipLimit { get; init; } = ClaheOptions.Default.ClipLimit;

    /// <summary>Tiles side by side and one below the other.</summary>
    public int[] Tiles { get; init; } = [ClaheOptions.Default.TilesX, ClaheOptions.Default.TilesY];

    public ClaheTransform ToTransform()
    {
        if (Tiles is not [>= 1 and var x, >= 1 and var y])
            throw new FerException($"CLAHE's tiles [{string.Join(", ", Tiles)}] are not two numbers of at least 1.");
        return new ClaheTransform(new ClaheOptions { ClipLimit = ClipLimit, TilesX = x, TilesY = y });
    }

    /// <summary>As a weights file keeps them, such as "2 8x8".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ClipLimit:R} {Tiles[0]}x{Tiles[1]}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FerException">The text is something else.</exception>
    public static ClaheSettings Parse(string text)
    {
        if (text.Split(' ', 'x') is [var clip, var x, var y]
            && double.TryParse(clip, NumberStyles.Float, CultureInfo.InvariantCulture, out double limit) && double.IsFinite(limit)
            && int.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out int across) && across is >= 1 and <= short.MaxValue
            && int.TryParse(y, NumberStyles.None, CultureInfo.InvariantCulture, out int down) && down is >= 1 and <= short.MaxValue)
        {
            return new ClaheSettings { ClipLimit = limit, Tiles = [across, down] };
        }

        throw new FerException($"CLAHE's settings '{text}' are not a clip limit and tiles such as '2 8x8'; write the file anew.");
    }
}
