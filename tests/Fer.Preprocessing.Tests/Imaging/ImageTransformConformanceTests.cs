using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

/// <summary>What every transform of the package must do, found by reflection.</summary>
public sealed class ImageTransformConformanceTests
{
    public static TheoryData<string> Transforms =>
    [
        .. typeof(ImageCodecs).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IImageTransform)) && type is { IsAbstract: false, IsPublic: true })
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Transforms))]
    public void The_input_stays_as_it_is_and_the_output_is_the_same_every_time(string name)
    {
        IImageTransform transform = Create(name);
        Prop.ForAll(RandomImages.UpTo(20), image =>
        {
            byte[] before = [.. image.Pixels];
            Image first = transform.Apply(image);
            Assert.Equal(before, image.Pixels);
            ImageAssert.Equal(first, transform.Apply(image));
            ImageAssert.Equal(first, Create(name).Apply(new Image(image.Width, image.Height, image.Format, before)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Transforms))]
    public void No_picture_is_an_argument_error(string name) =>
        Assert.Throws<ArgumentNullException>(() => Create(name).Apply(null!));

    // With all arguments at their defaults; sizes, which have none, are 7.
    private static IImageTransform Create(string name)
    {
        Type type = typeof(ImageCodecs).Assembly.GetType(name, throwOnError: true)!;
        var constructor = type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Length).First();
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : 7)];
        return (IImageTransform)constructor.Invoke(arguments);
    }
}
