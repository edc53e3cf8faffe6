namespace Fer.Preprocessing;

/// <summary>What lies beyond a picture's edge.</summary>
public enum BorderMode
{
    /// <summary>The nearest pixel of the edge, as OpenCV's BORDER_REPLICATE.</summary>
    Replicate,

    /// <summary>One value in all channels, as OpenCV's BORDER_CONSTANT.</summary>
    Constant,
}
