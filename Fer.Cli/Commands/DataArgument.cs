namespace Fer.Cli.Commands;

/// <summary>The words for DATA, which several commands take.</summary>
internal static class DataArgument
{
    public const string Description =
        "A folder class/picture or split/class/picture; fer2013.csv; FER+'s fer2013new.csv beside it; a CSV file of paths and labels; "
        + "or a folder as RAF-DB, CK+ or AffectNet is handed out.";
}
