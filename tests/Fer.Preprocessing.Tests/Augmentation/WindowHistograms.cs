using System.Text.Json;

namespace Fer.Preprocessing.Tests;

/// <summary>Compares how often windows have a place and size with torchvision's histograms in fixtures/augmentation.json.</summary>
internal static class WindowHistograms
{
    private const int Draws = 200_000;

    public static void AssertAgree(JsonElement expected, Func<Image, CropWindow> draw)
    {
        var image = new Image(expected.GetProperty("width").GetInt32(), expected.GetProperty("height").GetInt32(), PixelFormat.Gray8);
        CropWindow[] windows = [.. Enumerable.Range(0, Draws).Select(_ => draw(image))];
        Compare("top", window => window.Top);
        Compare("left", window => window.Left);
        Compare("height", window => window.Height);
        Compare("width", window => window.Width);

        void Compare(string name, Func<CropWindow, int> side)
        {
            int[] theirs = [.. expected.GetProperty("histograms").GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
            Assert.Equal(Draws, theirs.Sum());
            int[] ours = new int[Math.Max(theirs.Length, windows.Max(side) + 1)];
            foreach (CropWindow window in windows)
                ours[side(window)]++;
            for (int i = 0; i < ours.Length; i++)
            {
                int their = i < theirs.Length ? theirs[i] : 0;
                double deviation = Math.Sqrt(ours[i] + their); // of the difference of two counts
                Assert.True(Math.Abs(ours[i] - their) <= 5 * deviation + 1, $"{name} {i}: torchvision {their} times, here {ours[i]}");
            }
        }
    }
}
