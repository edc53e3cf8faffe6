using System.Text.Json;
using Fer.Preprocessing;

namespace Fer.Cli.Tests;

/// <summary><c>fer convert</c> as a child process, beside what OpenCV made (scripts/make_convert_fixtures.py).</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gray", "gray-clahe", "--clahe")]
    [InlineData("gray", "gray-clahe-3-4x6", "--clahe", "--clip", "3", "--tiles", "4x6")]
    [InlineData("colour", "colour-clahe", "--clahe")]
    [InlineData("colour", "colour-gray-24x20-clahe", "--gray", "--size", "24x20", "--interpolation", "area", "--clahe")]
    public void The_picture_has_the_bits_of_opencv_s(string input, string expected, params string[] options)
    {
        FerProcess.Run(["convert", Fixture(input), _folder["out.png"], .. options]).Succeeded();
        AssertEqual(ImageCodecs.Default.Load(Fixture(expected)), ImageCodecs.Default.Load(_folder["out.png"]));
    }

    [Fact]
    public void JSON_tells_sizes_and_formats_of_both()
    {
        string output = FerProcess.Run("convert", Fixture("colour"), _folder["new/out.png"], "--gray", "--size", "30", "--json", "-")
            .Succeeded().Output;
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(("PNG", 61, 45, 3), Describe(json.RootElement.GetProperty("input")));
        Assert.Equal(("PNG", 30, 30, 1), Describe(json.RootElement.GetProperty("output")));
    }

    [Fact]
    public void Every_format_that_can_be_written_is_chosen_by_the_extension_and_read_back()
    {
        foreach (IImageEncoder encoder in ImageCodecs.Default.Encoders)
        {
            string file = _folder["out" + encoder.Extensions[0]];
            string output = FerProcess.Run("convert", Fixture("gray"), file, "--json", "-").Succeeded().Output;
            using JsonDocument json = JsonDocument.Parse(output);
            (string? format, int width, int height, _) = Describe(json.RootElement.GetProperty("output"));
            string family = encoder.FormatName is "PGM" or "PPM" ? "PNM" : encoder.FormatName;
            Assert.Equal((family, 61, 45), (format, width, height));
        }
    }

    [Fact]
    public void Augment_makes_a_sheet_of_the_picture_and_variants_that_the_seed_decides()
    {
        Image[] sheets =
        [
            .. new[] { "1", "1", "2" }.Select((seed, i) =>
            {
                string file = _folder[$"{i}.png"];
                FerProcess.Run("convert", Fixture("gray"), file, "--augment", "--seed", seed).Succeeded();
                return ImageCodecs.Default.Load(file);
            }),
        ];
        Image gray = ImageCodecs.Default.Load(Fixture("gray"));
        Assert.Equal((5 * 63 + 2, 5 * 47 + 2), (sheets[0].Width, sheets[0].Height));
        AssertEqual(gray, Cell(sheets[0], 0, 0));
        AssertEqual(sheets[0], sheets[1]);
        Assert.NotEqual(sheets[0].Pixels, sheets[2].Pixels);
        byte[][] variants = [.. Enumerable.Range(0, 25).Select(i => Cell(sheets[0], i % 5, i / 5).Pixels)];
        Assert.True(variants.DistinctBy(Convert.ToHexString).Count() > 20, "The variants are alike.");

        Image Cell(Image sheet, int column, int row)
        {
            var cell = new Image(61, 45, sheet.Format);
            for (int y = 0; y < 45; y++)
                sheet.Row(2 + (row * 47) + y).Slice(2 + (column * 63), 61).CopyTo(cell.Row(y));
            return cell;
        }
    }

    [Fact]
    public void Bad_input_is_refused_in_one_line_and_leaves_nothing()
    {
        File.WriteAllText(_folder["letter.png"], "Dear reader");
        Refused(["convert", _folder["nowhere.png"], _folder["out.png"]], "nowhere.png");
        Refused(["convert", _folder["letter.png"], _folder["out.png"]], "letter.png", "Dear reader");
        Refused(["convert", Fixture("gray"), _folder["out.xyz"]], "out.xyz", ".png");
        Refused(["convert", Fixture("gray"), _folder["out"]], "out", ".png");
        Refused(["convert", Fixture("gray"), _folder["out.png"], "--size", "0x4"], "--size 0x4");
        Refused(["convert", Fixture("gray"), _folder["out.png"], "--clip", "3"], "--clip", "--clahe");
        Refused(["convert", Fixture("gray"), _folder["out.png"], "--clahe", "--tiles", "8x"], "--tiles 8x");
        Refused(["convert", Fixture("gray"), _folder["out.png"], "--clahe", "--clip", "-1"], "--clip -1");
        Refused(["convert", Fixture("gray"), _folder["out.png"], "--interpolation", "area"], "--interpolation", "--size");
        Refused(["convert", Fixture("gray"), _folder["out.png"], "--size", "4000", "--augment"], "4000x4000", "--size");
    }

    private void Refused(string[] arguments, params string[] words)
    {
        FerProcess.Run(arguments).Refused(words);
        Assert.Equal(["letter.png"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{name}.png");

    private static (string? Format, int Width, int Height, int Channels) Describe(JsonElement picture) => (
        picture.GetProperty("format").GetString(), picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32(),
        picture.GetProperty("channels").GetInt32());

    private static void AssertEqual(Image expected, Image actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Format), (actual.Width, actual.Height, actual.Format));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }
}
