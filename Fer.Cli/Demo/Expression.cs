namespace Fer.Cli.Demo;

/// <summary>The seven facial expressions of FER2013, in the order in which their folders sort.</summary>
public enum Expression
{
    /// <summary>Brows down and together, hard stare, tight lips or bared teeth.</summary>
    Angry,

    /// <summary>Wrinkled nose, raised upper lip.</summary>
    Disgust,

    /// <summary>Brows up and together, wide eyes, mouth stretched sideways.</summary>
    Fear,

    /// <summary>Raised cheeks and mouth corners.</summary>
    Happy,

    /// <summary>No muscle at work.</summary>
    Neutral,

    /// <summary>Inner brows up, mouth corners down.</summary>
    Sad,

    /// <summary>Arched brows, wide eyes, dropped jaw.</summary>
    Surprise,
}
