using System.CommandLine;
using System.Text.Json;
using Fer.Cli.Console;
using Fer.Cli.Workflows;
using Fer.Preprocessing;

namespace Fer.Cli.Commands;

/// <summary><c>fer convert IN OUT</c>: one picture through the codecs and the transforms that training puts before a network.</summary>
internal sealed class ConvertCommand : FerCommand
{
    private readonly Argument<string> _input = new("IN") { Description = "A picture; its content decides its format, not its name." };
    private readonly Argument<string> _output = new("OUT")
    {
        Description = "The picture to make, in the format that its extension names: "
            + string.Join(", ", ImageCodecs.Default.Encoders.SelectMany(encoder => encoder.Extensions))
            + "; in a build with ImageSharp also .webp, .tiff, .tif, .tga, .qoi.",
    };

    private readonly Option<bool> _gray = new("--gray") { Description = "Turn it grey." };
    private readonly ClaheOptionGroup _clahe = new();
    private readonly Option<string?> _size = new("--size") { Description = "Resize it.", HelpName = "WxH" };
    private readonly Option<string> _interpolation = new("--interpolation")
    {
        Description = "How pixels are made of pixels when resizing.",
        DefaultValueFactory = _ => Lower(Interpolation.Area),
    };

    private readonly Option<string?> _augment = new("--augment")
    {
        Description = "Make a sheet of the picture and 24 variants as 'fer train' draws them, or by the names given: "
            + $"{string.Join(", ", TrainingAugmentations.Names)}; --seed draws others.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "NAMES",
    };

    public ConvertCommand()
        : base("convert", "Read a picture, turn it grey, resize it and equalise it, in this order, and write it.")
    {
        _interpolation.AcceptOnlyFromAmong([.. Enum.GetValues<Interpolation>().Select(Lower)]);
        Arguments.Add(_input);
        Arguments.Add(_output);
        Option[] options = [_gray, _size, _interpolation, .. _clahe.All, _augment];
        foreach (Option option in options)
            Options.Add(option);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string input = parsed.GetRequiredValue(_input), output = parsed.GetRequiredValue(_output);
        IImageTransform[] transforms = [.. Transforms(parsed)];
        ImageInfo from = Pictures.Codecs.Identify(input);
        Image image = Pictures.Codecs.Load(input);
        foreach (IImageTransform transform in transforms)
            image = transform.Apply(image);
        if (parsed.GetResult(_augment) is not null)
            image = AugmentationSheet.Draw(image, Augmentations(parsed.GetValue(_augment)), context.Seed);
        Pictures.Codecs.Save(output, image);

        ImageInfo to = Pictures.Codecs.Identify(output);
        context.Print($"{output}: {Describe(to)}, from {Describe(from)}");
        context.WriteJson(json => WriteJson(json, (input, from), (output, to)));
    }

    private static IReadOnlyList<IImageAugmentation> Augmentations(string? names)
    {
        var settings = new TrainSettings();
        return TrainingAugmentations.Of(
            names is null ? settings : settings with { Augmentations = TrainingAugmentations.Parse(names) });
    }

    private IEnumerable<IImageTransform> Transforms(ParseResult parsed)
    {
        if (parsed.GetValue(_gray))
            yield return new GrayscaleTransform();
        if (WidthByHeight.Parse(parsed, _size) is [int width, int height])
            yield return new ResizeTransform(width, height, Enum.Parse<Interpolation>(parsed.GetRequiredValue(_interpolation), true));
        else if (parsed.GetResult(_interpolation) is { Implicit: false })
            throw new FerException($"{_interpolation.Name}: says how to resize; give --size too.");
        if (_clahe.Read(parsed) is { } clahe)
            yield return clahe.ToTransform();
    }

    private static void WriteJson(Utf8JsonWriter json, (string File, ImageInfo Info) input, (string File, ImageInfo Info) output)
    {
        json.WriteStartObject();
        foreach ((string name, (string file, ImageInfo info)) in new[] { ("input", input), ("output", output) })
        {
            json.WriteStartObject(name);
            json.WriteString("file", file);
            json.WriteString("format", info.FormatName);
            json.WriteNumber("width", info.Width);
            json.WriteNumber("height", info.Height);
            json.WriteNumber("channels", (int)info.Format);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Describe(ImageInfo info) => $"{info.Width}x{info.Height} {info.Format} {info.FormatName}";

    private static string Lower(Interpolation interpolation) => interpolation.ToString().ToLowerInvariant();
}
