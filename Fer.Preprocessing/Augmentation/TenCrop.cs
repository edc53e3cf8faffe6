namespace Fer.Preprocessing;

/// <summary>
/// The four corners and the middle of a picture, and the same of its mirror image, as torchvision's TenCrop: a network that was
/// trained with <see cref="RandomCrop"/> predicts from the mean over all ten (Krizhevsky et al., "ImageNet classification with
/// deep convolutional neural networks", 2012).
/// </summary>
/// <example>
/// <code>
/// IReadOnlyList&lt;Image&gt; crops = new TenCrop(40, 40).Apply(face);
/// </code>
/// </example>
public sealed class TenCrop
{
    /// <summary>Chooses the size of the crops.</summary>
    /// <param name="width">Their width, at least 1.</param>
    /// <param name="height">Their height, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public TenCrop(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        CropPlace[] places = Enum.GetValues<CropPlace>();
        Transforms =
        [
            .. places.Select(place => new PlacedCrop(width, height, place, mirrored: false)),
            .. places.Select(place => new PlacedCrop(width, height, place, mirrored: true)),
        ];
    }

    private enum CropPlace
    {
        TopLeft,
        TopRight,
        BottomLeft,
        BottomRight,
        Center,
    }

    /// <summary>The width of the crops.</summary>
    public int Width { get; }

    /// <summary>The height of the crops.</summary>
    public int Height { get; }

    /// <summary>
    /// The ten crops as transforms of their own, to go through a data set once with each: top left, top right, bottom left,
    /// bottom right and middle, then the same five of the mirror image.
    /// </summary>
    public IReadOnlyList<IImageTransform> Transforms { get; }

    /// <summary>Cuts the ten crops out of a picture, in the order of <see cref="Transforms"/>.</summary>
    /// <exception cref="FerException">The picture is smaller than the crops.</exception>
    public IReadOnlyList<Image> Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return [.. Transforms.Select(transform => transform.Apply(image))];
    }

    private sealed class PlacedCrop(int width, int height, CropPlace place, bool mirrored) : IImageTransform
    {
        public Image Apply(Image image)
        {
            ArgumentNullException.ThrowIfNull(image);
            if (image.Width < width || image.Height < height)
            {
                throw new FerException(
                    $"A picture of {image.Width}x{image.Height} is smaller than crops of {width}x{height}; "
                    + "resize it or choose smaller crops.");
            }

            Image source = mirrored ? HorizontalFlip.Flip(image) : image;
            return Window(image).CutFrom(source, BorderMode.Replicate, fill: 0);
        }

        private CropWindow Window(Image image)
        {
            if (place == CropPlace.Center)
                return CropWindow.Center(image, width, height);
            int left = place is CropPlace.TopRight or CropPlace.BottomRight ? image.Width - width : 0;
            int top = place is CropPlace.BottomLeft or CropPlace.BottomRight ? image.Height - height : 0;
            return new CropWindow(left, top, width, height);
        }
    }
}
