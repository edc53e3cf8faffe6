using System.Text.Json;

namespace Fer.Cli.Tests;

/// <summary><c>fer hybrid</c> as a child process.</summary>
public sealed class HybridTests(ShortRun trained) : IClassFixture<ShortRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void From_pictures_to_the_table_with_the_network_beside_the_learners()
    {
        string[] arguments = ["hybrid", trained.Data, "--out", _folder["out"], "--epochs", "2", "--learners", "lda,extra-trees"];
        JsonElement[] rows = Rows(FerProcess.Run([.. arguments, "--json", "-"]).Succeeded());
        Assert.Equal(
            ["extra-trees", "ferd-cnn softmax", "lda", "stacking", "voting-hard", "voting-soft"],
            rows.Select(row => row.GetProperty("learner").GetString()!).Order(StringComparer.Ordinal));
        foreach (string file in new[] { "run/weights.safetensors", "train.npz", "test.npz", "comparison.md", "classes.txt", "report.html" })
            Assert.True(File.Exists(_folder[$"out/{file}"]), file);

        JsonElement[] again = Rows(FerProcess.Run([.. arguments, "--json", "-"]).Succeeded());
        Assert.Equal(rows.Select(row => row.GetRawText()), again.Select(row => row.GetRawText())); // from the leaderboard, times and all
    }

    [Fact]
    public void A_finished_run_makes_the_features_where_one_is_given()
    {
        JsonElement[] rows = Rows(FerProcess.Run(
            "hybrid", trained.Data, "--run", trained.Folder, "--out", _folder["out"], "--learners", "lda,naive-bayes",
            "--balance", "none", "--json", "-").Succeeded());
        Assert.Equal(6, rows.Length);
        Assert.False(Directory.Exists(_folder["out/run"]));
    }

    [Fact]
    public void Data_without_splits_is_refused_before_anything_is_trained()
    {
        FerProcess.Run("hybrid", Path.Combine(trained.Data, "train"), "--out", _folder["out"]).Refused("splits", "test/class");
        FerProcess.Run("hybrid", trained.Data, "--split", "dev", "--out", _folder["out"]).Refused("dev");
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void Learners_that_cannot_take_part_are_refused_before_anything_is_trained()
    {
        FerProcess.Run("hybrid", trained.Data, "--out", _folder["out"], "--learners", "lda,forest").Refused("forest", "random-forest");
        FerProcess.Run("hybrid", trained.Data, "--out", _folder["out"], "--learners", "lda,ridge").Refused("probabilities");
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private static JsonElement[] Rows(FerResult result) => [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()];
}
