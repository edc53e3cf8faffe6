namespace Fer.Cli.Console;

/// <summary>What the command's exit codes mean.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int BadInput = 2;
    public const int Cancelled = 130;
}
