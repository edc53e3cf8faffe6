using System.Text;
using System.Text.Json;
using Fer.Preprocessing;

namespace Fer.Cli.Tests;

/// <summary>Data sets that are no folders of classes, as DATA of the commands.</summary>
public sealed class DatasetLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fer2013_csv_is_inspected_trained_on_and_evaluated()
    {
        string csv = WriteFer2013();
        FerResult inspected = FerProcess.Run(
            "inspect", csv, "--near-duplicates", "--distance", "2", "--card", _folder["card.md"], "--json", "-").Succeeded();
        using var json = JsonDocument.Parse(inspected.Output);
        Assert.Equal(45, json.RootElement.GetProperty("images").GetInt32());
        Assert.Equal(10, json.RootElement.GetProperty("splits").GetProperty("Training").GetProperty("happy").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("nearDuplicates").GetProperty("distance").GetInt32());
        Assert.Contains("| happy | 5 | 10 |", File.ReadAllText(_folder["card.md"]), StringComparison.Ordinal);

        FerProcess.Run("train", csv, "--out", _folder["run"], "--epochs", "1").Refused("no pictures of class 'angry'");
        string list = WriteList();
        FerProcess.Run("train", list, "--out", _folder["run"], "--epochs", "1", "--quiet").Succeeded();

        // Happiness, sadness and surprise by the list's names, happy, sad and surprise by FER2013's.
        FerResult evaluated = FerProcess.Run("evaluate", _folder["run"], csv, "--json", "-").Succeeded();
        using var figures = JsonDocument.Parse(evaluated.Output);
        Assert.Equal(
            ["happiness", "sadness", "surprise"],
            figures.RootElement.GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
    }

    [Fact]
    public void What_is_wrong_with_data_is_said_in_one_line()
    {
        File.WriteAllText(_folder["bad.csv"], "emotion,pixels,Usage\n3,1 2 256,Training\n");
        FerProcess.Run("inspect", _folder["bad.csv"]).Refused("bad.csv, line 2", "'256'");
        File.WriteAllText(_folder["letter.txt"], "Dear reader");
        FerProcess.Run("train", _folder["letter.txt"], "--out", _folder["run"])
            .Refused("letter.txt", "fer2013.csv", "RAF-DB", "class/picture");
        FerProcess.Run("inspect", _folder["bad.csv"], "--distance", "17").Refused("--distance 17", "0 to 16");
    }

    private static Image Draw(int direction, int number)
    {
        RandomGenerator random = RandomGenerator.Create(1, (ulong)direction, (ulong)number);
        var image = new Image(48, 48, PixelFormat.Gray8);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            int x = i % 48, y = i / 48, distance = direction switch { 0 => y - 24, 1 => x - 24, _ => x - y };
            image.Pixels[i] = (byte)(random.Next(100) + (Math.Abs(distance) <= 4 ? 120 : 0));
        }

        return image;
    }

    /// <summary>Fifteen pictures each of happy, sad and surprise: ten to train on, five to test.</summary>
    private string WriteFer2013()
    {
        int[] emotions = [3, 4, 5];
        var csv = new StringBuilder("emotion,pixels,Usage\n");
        for (int direction = 0; direction < emotions.Length; direction++)
        {
            for (int number = 0; number < 15; number++)
            {
                string usage = number < 10 ? "Training" : "PrivateTest";
                csv.Append($"{emotions[direction]},{string.Join(' ', Draw(direction, number).Pixels)},{usage}\n");
            }
        }

        File.WriteAllText(_folder["fer2013.csv"], csv.ToString());
        return _folder["fer2013.csv"];
    }

    /// <summary>Twelve other pictures of each class, four of each of three persons.</summary>
    private string WriteList()
    {
        string[] classes = ["happiness", "sadness", "surprise"];
        var csv = new StringBuilder("path,label,subject\n");
        for (int direction = 0; direction < classes.Length; direction++)
        {
            for (int number = 0; number < 12; number++)
            {
                string name = $"{direction}-{number}.png";
                ImageCodecs.Default.Save(_folder[name], Draw(direction, 100 + number));
                csv.Append($"{name},{classes[direction]},person {number / 4}\n");
            }
        }

        File.WriteAllText(_folder["list.csv"], csv.ToString());
        return _folder["list.csv"];
    }
}
