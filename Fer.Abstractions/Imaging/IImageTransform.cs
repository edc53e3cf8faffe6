namespace Fer;

/// <summary>Makes one picture from another, the same one every time: grey conversion, resize, equalisation.</summary>
public interface IImageTransform
{
    /// <summary>Transforms a picture; the input stays as it is, but may be returned when there is nothing to do.</summary>
    Image Apply(Image image);
}
