using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>Fits a picture of any size to a network's input: averages areas to shrink it, interpolates to enlarge it.</summary>
internal sealed class PictureResize(int width, int height) : IImageTransform
{
    public Image Apply(Image image)
    {
        bool shrinks = image.Width >= width && image.Height >= height;
        return new ResizeTransform(width, height, shrinks ? Interpolation.Area : Interpolation.Bilinear).Apply(image);
    }
}
