using System.Text.Json;

namespace Fer.Preprocessing.Tests;

/// <summary>The pictures that scripts/warp_affine.py and scripts/augmentation.py draw.</summary>
internal static class FormulaImages
{
    public static Image Draw(int width, int height, int channels)
    {
        var image = new Image(width, height, (PixelFormat)channels);
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < channels; c++, i++)
                    image.Pixels[i] = (byte)((7 * x * x) + (13 * y * y) + (5 * x * y) + (61 * c) + ((37 * x) ^ (91 * y)));
            }
        }

        return image;
    }

    /// <summary>The picture of a fixture's case, by its width, height and channels.</summary>
    public static Image Draw(JsonElement @case) => Draw(
        @case.GetProperty("width").GetInt32(), @case.GetProperty("height").GetInt32(), @case.GetProperty("channels").GetInt32());
}
