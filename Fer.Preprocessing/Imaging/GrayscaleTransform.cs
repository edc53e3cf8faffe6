namespace Fer.Preprocessing;

/// <summary>
/// Colour to grey, bit for bit as OpenCV 4's <c>cvtColor</c> with <c>COLOR_RGB2GRAY</c> on 8 bits: the luma of ITU-R BT.601,
/// 0.299 R + 0.587 G + 0.114 B, in 15-bit fixed point, rounded. Alpha is ignored; grey stays as it is.
/// </summary>
public sealed class GrayscaleTransform : IImageTransform
{
    private const int Bits = 15;
    private const int Half = 1 << (Bits - 1);
    private const int RedWeight = 9798;
    private const int GreenWeight = 19235;
    private const int BlueWeight = 3735;

    /// <inheritdoc/>
    public Image Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Format == PixelFormat.Gray8)
            return image;

        var gray = new Image(image.Width, image.Height, PixelFormat.Gray8);
        byte[] source = image.Pixels;
        byte[] destination = gray.Pixels;
        int channels = image.Channels;
        for (int i = 0, s = 0; i < destination.Length; i++, s += channels)
        {
            int weighted = (source[s] * RedWeight) + (source[s + 1] * GreenWeight) + (source[s + 2] * BlueWeight);
            destination[i] = (byte)((weighted + Half) >> Bits);
        }

        return gray;
    }
}
