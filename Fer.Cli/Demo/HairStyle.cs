namespace Fer.Cli.Demo;

/// <summary>How a drawn person wears the hair.</summary>
internal enum HairStyle
{
    Bald,
    Short,
    Receding,
    Fringe,
    Long,
}
