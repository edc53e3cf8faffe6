namespace Fer.Evaluation;

/// <summary>Keeps large pictures from making a report large.</summary>
internal static class Thumbnail
{
    /// <summary>The picture itself if it is small, else one shrunk by a whole factor, each pixel the mean of a block.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="maxSide">The longest side wanted, in pixels.</param>
    public static Image Of(Image image, int maxSide)
    {
        int factor = (Math.Max(image.Width, image.Height) + maxSide - 1) / maxSide;
        if (factor == 1)
            return image;
        var small = new Image(Math.Max(1, image.Width / factor), Math.Max(1, image.Height / factor), image.Format);
        for (int y = 0; y < small.Height; y++)
        {
            for (int i = 0; i < small.Width * small.Channels; i++)
                small.Row(y)[i] = MeanOfBlock(image, i / small.Channels * factor, y * factor, i % small.Channels, factor);
        }

        return small;
    }

    private static byte MeanOfBlock(Image image, int left, int top, int channel, int size)
    {
        int right = Math.Min(left + size, image.Width);
        int bottom = Math.Min(top + size, image.Height);
        int sum = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
                sum += image.Row(y)[x * image.Channels + channel];
        }

        int count = (right - left) * (bottom - top);
        return (byte)((sum + count / 2) / count);
    }
}
