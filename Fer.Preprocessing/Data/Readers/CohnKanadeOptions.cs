namespace Fer.Preprocessing;

/// <summary>Which frames of CK+'s sequences, from neutral to the peak, are taken.</summary>
public sealed record CohnKanadeOptions
{
    /// <summary>The frames to take from the end of each labelled sequence. Default 1, the peak; 3 is usual too.</summary>
    public int LastFrames { get; init; } = 1;

    /// <summary>Whether the first frame of each labelled sequence is taken as neutral, an eighth class. Default no.</summary>
    public bool FirstFrameAsNeutral { get; init; }
}
