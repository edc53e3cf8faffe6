using System.CommandLine;
using Fer.Cli.Workflows;

namespace Fer.Cli.Commands;

/// <summary>The options that ask for contrast-limited adaptive histogram equalisation.</summary>
internal sealed class ClaheOptionGroup
{
    private const int MostTiles = 256;

    private static readonly ClaheSettings Defaults = new();

    private readonly Option<bool> _clahe = new("--clahe")
    {
        Description = "Equalise each picture's contrast by CLAHE, of a colour picture its lightness.",
    };

    private readonly Option<double> _clip = new("--clip")
    {
        Description = "CLAHE's clip limit, in multiples of the mean of a tile's histogram; 0 does not limit.",
        DefaultValueFactory = _ => Defaults.ClipLimit,
        HelpName = "LIMIT",
    };

    private readonly Option<string?> _tiles = new("--tiles")
    {
        Description = "CLAHE's tiles side by side and one below the other.",
        DefaultValueFactory = _ => $"{Defaults.Tiles[0]}x{Defaults.Tiles[1]}",
        HelpName = "WxH",
    };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_clahe, _clip, _tiles];

    /// <summary>Reads the settings; null where CLAHE is not asked for.</summary>
    /// <exception cref="FerException">A value is out of its range, or comes without --clahe.</exception>
    public ClaheSettings? Read(ParseResult parsed)
    {
        if (!parsed.GetValue(_clahe))
        {
            Option[] parameters = [_clip, _tiles];
            return parameters.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } option
                ? throw new FerException($"{option.Name}: says how --clahe works; give both.")
                : null;
        }

        double clip = parsed.GetValue(_clip);
        if (!(clip >= 0 && double.IsFinite(clip)))
            throw new FerException($"{_clip.Name} {clip}: give a number of at least 0.");
        return new ClaheSettings { ClipLimit = clip, Tiles = WidthByHeight.Parse(parsed, _tiles, MostTiles)! };
    }
}
