using System.Reflection;

namespace Fer.Preprocessing.Tests;

/// <summary>What every augmentation must keep to; new ones are found by reflection.</summary>
public class AugmentationConformanceTests
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (1, 5), (7, 1), (2, 2), (13, 9), (48, 48)];

    public static TheoryData<Type> Augmentations =>
        [.. typeof(HorizontalFlip).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IImageAugmentation)))];

    [Fact]
    public void The_augmentations_are_found() =>
        Assert.Superset(
            new HashSet<Type> { typeof(HorizontalFlip), typeof(RandomRotation) },
            Augmentations.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void The_random_numbers_decide_everything(Type type)
    {
        foreach (Image image in Pictures())
        {
            RandomGenerator first = RandomGenerator.Create(11);
            RandomGenerator second = RandomGenerator.Create(11);
            IImageAugmentation augmentation = Create(type);
            for (int i = 0; i < 5; i++)
                Assert.Equal(augmentation.Apply(image, ref first).Pixels, Create(type).Apply(image, ref second).Pixels);
            Assert.Equal(first.NextUInt64(), second.NextUInt64());
        }
    }

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void The_input_stays_and_size_and_format_are_kept(Type type)
    {
        IImageAugmentation augmentation = Create(type);
        RandomGenerator random = RandomGenerator.Create(12);
        foreach (Image image in Pictures())
        {
            var before = (byte[])image.Pixels.Clone();
            for (int i = 0; i < 5; i++)
            {
                Image variant = augmentation.Apply(image, ref random);
                Assert.Equal((image.Width, image.Height, image.Format), (variant.Width, variant.Height, variant.Format));
                Assert.Equal(before, image.Pixels);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void Variants_differ(Type type)
    {
        IImageAugmentation augmentation = Create(type);
        RandomGenerator random = RandomGenerator.Create(13);
        Image image = Pictures().Last();
        var variants = new HashSet<string>();
        for (int i = 0; i < 20; i++)
            variants.Add(ContentHash.OfPixels(augmentation.Apply(image, ref random)));
        Assert.True(variants.Count > 1);
    }

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void A_missing_picture_is_refused(Type type)
    {
        RandomGenerator random = RandomGenerator.Create(14);
        Assert.Throws<ArgumentNullException>(() => Create(type).Apply(null!, ref random));
    }

    private static IImageAugmentation Create(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().Single(candidate => candidate.GetParameters().All(p => p.IsOptional));
        object?[] defaults = [.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)];
        return (IImageAugmentation)constructor.Invoke(defaults);
    }

    private static IEnumerable<Image> Pictures()
    {
        RandomGenerator random = RandomGenerator.Create(10);
        foreach (PixelFormat format in Enum.GetValues<PixelFormat>())
        {
            foreach ((int width, int height) in Sizes)
            {
                var image = new Image(width, height, format);
                foreach (ref byte value in image.Pixels.AsSpan())
                    value = (byte)random.Next(256);
                yield return image;
            }
        }
    }
}
