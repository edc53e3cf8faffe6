namespace Fer;

/// <summary>Makes a random variant of a picture, for training only. The random numbers decide everything.</summary>
public interface IImageAugmentation
{
    /// <summary>Makes a variant; the input stays as it is, but may be returned when there is nothing to do.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="random">The sample's own random stream.</param>
    Image Apply(Image image, ref RandomGenerator random);
}
