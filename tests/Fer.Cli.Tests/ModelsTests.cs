using System.Text.Json;
using Fer.Models;

namespace Fer.Cli.Tests;

/// <summary><c>fer models</c> as a child process.</summary>
public class ModelsTests
{
    [Fact]
    public void The_list_holds_every_network_with_its_counts()
    {
        using JsonDocument json = JsonDocument.Parse(FerProcess.Run("models", "--classes", "7", "--json", "-").Succeeded().Output);
        JsonElement[] networks = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(NetworkZoo.Names, networks.Select(network => network.GetProperty("name").GetString()!));
        JsonElement ferd = networks.Single(network => network.GetProperty("name").GetString() == FerdCnn.Name);
        Assert.Equal([1, 48, 48], ferd.GetProperty("input").EnumerateArray().Select(length => length.GetInt32()));

        // The paper counts 4,049,671 with the running statistics of its batch normalisations: two for each of 1728 channels.
        Assert.Equal(4049671 - 2 * (64 + 128 + 256 + 512 + 512 + 256), ferd.GetProperty("parameters").GetInt64());

        // By hand: per convolution 9 * in * out * positions, per dense layer in * out.
        long convolutions = 9L * (64 * 48 * 48 + 64 * 128 * 24 * 24 + 128 * 256 * 12 * 12 + 256 * 512 * 6 * 6);
        Assert.Equal(convolutions + 512 * 9 * 512 + 512 * 256 + 256 * 7, ferd.GetProperty("multiplyAdds").GetInt64());
    }

    [Fact]
    public void The_table_says_what_is_frozen()
    {
        string table = FerProcess.Run("models", "--freeze", "--classes", "7").Succeeded().Output;
        string[] rows = [.. table.Split('\n').Where(row => row.StartsWith("ferd-cnn ", StringComparison.Ordinal))];
        Assert.Collection(
            rows,
            row => Assert.Contains("0 of 7", row, StringComparison.Ordinal),
            row => Assert.Matches("0\\.3 .*1 of 7 .*conv1 ", row),
            row => Assert.Matches("6 of 7 .*dense2 .* 1,799$", row)); // the head: 256 * 7 + 7
    }

    [Fact]
    public void No_classes_are_refused() => FerProcess.Run("models", "--classes", "0").Refused("--classes 0");
}
