namespace Fer.Preprocessing.Tests;

public class CompositionTests
{
    private static readonly Image One = new(1, 1, PixelFormat.Gray8, [1]);

    [Fact]
    public void A_chain_applies_all_in_order()
    {
        Assert.Equal(1 * 10 + 2, Value(new Compose(new Digit(1), new Digit(2))) % 100);
        Assert.Same(One, Apply(new Compose()));
    }

    [Fact]
    public void Chance_decides_whether_and_which()
    {
        RandomGenerator random = RandomGenerator.Create(1);
        var apply = new RandomApply(new Digit(2), 0.3);
        var choice = new RandomChoice(new Digit(2), new Digit(3), new Compose());
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => apply.Apply(One, ref random).Pixels[0] == 12), 2_850, 3_150);
        int[] counts = [.. Enumerable.Range(0, 9_000).Select(_ => choice.Apply(One, ref random).Pixels[0]).CountBy(value => value)
            .OrderBy(count => count.Key).Select(count => count.Value)];
        Assert.Equal(3, counts.Length); // 1, 12, 13
        Assert.All(counts, count => Assert.InRange(count, 2_800, 3_200));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new RandomChoice());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomApply(new Digit(1), -1));
        Assert.Throws<ArgumentNullException>(() => new RandomApply(null!));
    }

    private static Image Apply(IImageAugmentation augmentation)
    {
        RandomGenerator random = RandomGenerator.Create(1);
        return augmentation.Apply(One, ref random);
    }

    private static int Value(IImageAugmentation augmentation) => Apply(augmentation).Pixels[0];

    /// <summary>Appends a digit to the first pixel's value.</summary>
    private sealed class Digit(int digit) : IImageAugmentation
    {
        public Image Apply(Image image, ref RandomGenerator random) => new(1, 1, image.Format, [(byte)(image.Pixels[0] * 10 + digit)]);
    }
}
