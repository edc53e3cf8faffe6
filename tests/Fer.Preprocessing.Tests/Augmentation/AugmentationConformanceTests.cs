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
            new HashSet<Type> { typeof(HorizontalFlip), typeof(RandomRotation), typeof(RandomErasing), typeof(RandomChoice) },
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

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void Without_strength_pictures_stay_as_they_are(Type type)
    {
        RandomGenerator random = RandomGenerator.Create(15);
        foreach (Image image in Pictures())
            ImageAssert.Equal(image, WithoutStrength(type, (double)image.Width / image.Height).Apply(image, ref random));
    }

    [Theory]
    [InlineData(typeof(ColorJitter))]
    [InlineData(typeof(RandomGamma))]
    [InlineData(typeof(GaussianNoise))]
    [InlineData(typeof(RandomErasing))]
    public void What_changes_colours_leaves_alpha_alone(Type type)
    {
        IImageAugmentation augmentation = Create(type);
        RandomGenerator random = RandomGenerator.Create(16);
        foreach (Image image in Pictures().Where(image => image.Format == PixelFormat.Rgba32))
        {
            for (int i = 0; i < 10; i++)
                Assert.Equal(Alpha(image), Alpha(augmentation.Apply(image, ref random)));
        }

        static IEnumerable<byte> Alpha(Image image) => image.Pixels.Where((_, i) => i % 4 == 3);
    }

    /// <summary>With all arguments at their defaults; those that hold others, of two that are here.</summary>
    private static IImageAugmentation Create(Type type)
    {
        if (type == typeof(Compose))
            return new Compose(new HorizontalFlip(), new GaussianNoise());
        if (type == typeof(RandomApply))
            return new RandomApply(new GaussianNoise());
        if (type == typeof(RandomChoice))
            return new RandomChoice(new HorizontalFlip(), new GaussianNoise());
        ConstructorInfo constructor = type.GetConstructors().Single(candidate => candidate.GetParameters().All(p => p.IsOptional));
        object?[] defaults = [.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)];
        return (IImageAugmentation)constructor.Invoke(defaults);
    }

    private static IImageAugmentation WithoutStrength(Type type, double ratio) => type.Name switch
    {
        nameof(HorizontalFlip) => new HorizontalFlip(0),
        nameof(RandomRotation) => new RandomRotation(0),
        nameof(RandomAffine) => new RandomAffine(0, 0, 0, 1, 1),
        nameof(RandomTranslation) => new RandomTranslation(0, 0),
        nameof(RandomZoom) => new RandomZoom(1, 1),
        nameof(RandomCrop) => new RandomCrop(padding: 0),
        nameof(RandomResizedCrop) => new RandomResizedCrop(1, 1, ratio, ratio),
        nameof(ColorJitter) => new ColorJitter(0, 0, 0),
        nameof(RandomGamma) => new RandomGamma(1, 1),
        nameof(GaussianNoise) => new GaussianNoise(0),
        nameof(RandomErasing) => new RandomErasing(0),
        nameof(Compose) => new Compose(),
        nameof(RandomApply) => new RandomApply(new GaussianNoise(), 0),
        nameof(RandomChoice) => new RandomChoice(new Compose()),
        _ => throw new NotSupportedException($"How does {type.Name} do nothing?"),
    };

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
