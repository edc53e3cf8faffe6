using Fer.Preprocessing;

namespace Fer.Cli.Tests;

/// <summary>Small drawn pictures: a noisy bar, of which the class decides the direction.</summary>
internal static class TestPictures
{
    public static readonly string[] Classes = ["across", "down", "slanted"];

    /// <summary>Writes <c>class/number.png</c> below a folder.</summary>
    public static void Write(string folder, int perClass, ulong seed = 1, int size = 16, int classes = 3)
    {
        for (int c = 0; c < classes; c++)
        {
            for (int n = 0; n < perClass; n++)
            {
                RandomGenerator random = RandomGenerator.Create(seed, (ulong)c, (ulong)n);
                ImageCodecs.Default.Save(Path.Combine(folder, Classes[c], $"{n}.png"), Draw(c, size, ref random));
            }
        }
    }

    private static Image Draw(int direction, int size, ref RandomGenerator random)
    {
        var image = new Image(size, size, PixelFormat.Gray8);
        int offset = random.Next(size / 2) - size / 4;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                int distance = direction switch { 0 => y - size / 2, 1 => x - size / 2, _ => (x - y) * 2 / 3 };
                double value = 60 + random.Next(60) + (Math.Abs(distance - offset) <= 1 ? 110 : 0);
                image.Pixels[y * size + x] = (byte)value;
            }
        }

        return image;
    }
}
