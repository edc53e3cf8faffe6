using System.Text.Json;
using System.Xml.Linq;
using Fer.Ml;

namespace Fer.Cli.Tests;

/// <summary><c>fer compare</c> as a child process, on made tables.</summary>
public sealed class CompareTests : IDisposable
{
    private static readonly string[] s_classes = ["happy", "sad", "angry"];

    private readonly TemporaryFolder _folder = new();

    public CompareTests()
    {
        FeatureFile.Write(Train, Table("train", rows: 90, seed: 1));
        FeatureFile.Write(Test, Table("test", rows: 60, seed: 2));
    }

    private string Train => _folder["train.npz"];

    private string Test => _folder["test.npz"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_paper_s_learners_vote_and_are_stacked_in_one_sorted_table()
    {
        FerResult result = FerProcess.Run(
            "compare", Train, Test, "--vote", "--stack", "--balance", "smote", "--out", _folder["out"], "--save-models", "--json", "-")
            .Succeeded();
        JsonElement[] rows = Rows(result.Output);
        Assert.Equal(
            ["extra-trees", "gradient-boosting", "lda", "logistic-regression", "random-forest", "ridge", "stacking", "voting-hard", "voting-soft"],
            rows.Select(row => row.GetProperty("learner").GetString()!).Order(StringComparer.Ordinal));
        double[] accuracies = [.. rows.Select(row => row.GetProperty("accuracy").GetDouble())];
        Assert.Equal(accuracies.OrderDescending(), accuracies);
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 0.7, 1));
        foreach (JsonElement row in rows)
        {
            foreach (string key in new[] { "auc", "recall", "precision", "f1", "kappa", "mcc", "fitSeconds" })
                Assert.Equal(JsonValueKind.Number, row.GetProperty(key).ValueKind);
            Assert.Equal(row.GetProperty("accuracy").GetDouble(), row.GetProperty("recall").GetDouble(), 12); // weighted, as in the paper
        }

        Assert.Equal(rows.Length + 2, File.ReadLines(_folder["out/comparison.md"]).Count(line => line.StartsWith('|')));
        Assert.Equal(rows.Length + 1, File.ReadLines(_folder["out/comparison.csv"]).Count());
        Assert.Equal(rows.Length, Rows(File.ReadAllText(_folder["out/comparison.json"])).Length);
        Assert.Contains("stacking", File.ReadAllText(_folder["out/classes.txt"]), StringComparison.Ordinal);
        Assert.NotEmpty(XDocument.Load(_folder["out/report.html"]).Descendants());
        IClassifierModel model = ModelFile.Load(_folder["out/models/stacking.npz"]);
        Assert.Equal(s_classes, model.Classes);
    }

    [Fact]
    public void The_figures_do_not_depend_on_the_threads()
    {
        Assert.Equal(Figures("--threads", "1"), Figures("--threads", "3"));

        string[] Figures(params IEnumerable<string> options) =>
            [.. Rows(FerProcess.Run(["compare", Train, Test, "--learners", "extra-trees,gradient-boosting,lda,mlp", "--vote", "--json", "-", .. options]).Succeeded().Output)
                .Select(row => $"{row.GetProperty("learner")} {row.GetProperty("accuracy")} {row.GetProperty("auc")}")];
    }

    [Fact]
    public void Without_a_test_table_the_learners_are_cross_validated()
    {
        JsonElement[] rows = Rows(FerProcess.Run(
            "compare", Train, "--learners", "lda,naive-bayes,dummy", "--folds", "3", "--average", "macro", "--json", "-").Succeeded().Output);
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal(3, row.GetProperty("folds").GetArrayLength()));
        Assert.Equal("dummy", rows[^1].GetProperty("learner").GetString());
    }

    [Fact]
    public void An_interrupted_comparison_is_continued()
    {
        string[] arguments = ["compare", Train, Test, "--learners", "lda,extra-trees", "--out", _folder["out"]];
        FerResult first = FerProcess.Run(arguments).Succeeded();
        string[] board = File.ReadAllLines(_folder["out/leaderboard.jsonl"]);
        File.WriteAllLines(_folder["out/leaderboard.jsonl"], board[..^1]); // the last learner was not done
        FerResult second = FerProcess.Run(arguments).Succeeded();
        Assert.Equal(board.Length, File.ReadAllLines(_folder["out/leaderboard.jsonl"]).Length);
        Assert.Equal(Table(first), Table(second));

        static string[] Table(FerResult result) => [.. result.Output.Split('\n')
            .Where(line => line.StartsWith("lda", StringComparison.Ordinal) || line.StartsWith("extra", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8)))];
    }

    [Fact]
    public void The_network_s_softmax_stands_in_the_table_and_classes_are_matched_by_name()
    {
        FeatureTable test = Table("test", rows: 4, seed: 2);
        var judged = new FeatureTable(["sad", "happy"], [1, 0, 1, 0], test.Ids, test.Values, test.Columns);
        FeatureFile.Write(_folder["named.npz"], judged, further: new Dictionary<string, NpyArray>
        {
            ["model"] = new([], new[] { "ferd-cnn" }),
            ["probabilities"] = new([4, 2], new[] { 0.1, 0.9, 0.8, 0.2, 0.3, 0.7, 0.4, 0.6 }),
            ["trained"] = new([4], new bool[4]),
        });
        JsonElement[] rows = Rows(
            FerProcess.Run("compare", Train, _folder["named.npz"], "--learners", "lda", "--json", "-").Succeeded().Output);
        JsonElement softmax = rows.Single(row => row.GetProperty("learner").GetString() == "ferd-cnn softmax");
        Assert.Equal(0.75, softmax.GetProperty("accuracy").GetDouble());
        Assert.True(softmax.GetProperty("baseline").GetBoolean());
    }

    [Fact]
    public void Rows_that_are_learnt_from_are_not_judged()
    {
        FerProcess.Run("compare", Train, Train).Refused("train.npz", "train/0");
        FeatureTable copies = Table("copies", rows: 90, seed: 1);
        FeatureFile.Write(_folder["copies.npz"], copies);
        FerResult noted = FerProcess.Run("compare", Train, _folder["copies.npz"], "--learners", "lda").Succeeded();
        Assert.Contains("90 test rows equal", noted.Error, StringComparison.Ordinal);
        FerProcess.Run("compare", Train, _folder["copies.npz"], "--without-copies").Refused("copies.npz", "all its rows");

        FeatureFile.Write(_folder["trained.npz"], copies, further: new Dictionary<string, NpyArray>
        {
            ["trained"] = new([90], Enumerable.Range(0, 90).Select(i => i == 7).ToArray()),
        });
        FerProcess.Run("compare", Train, _folder["trained.npz"]).Refused("trained.npz", "copies/7");
    }

    [Fact]
    public void Copies_can_be_left_out()
    {
        FeatureTable copies = Table("copies", rows: 10, seed: 1), others = Table("others", rows: 10, seed: 2);
        FeatureFile.Write(_folder["mixed.npz"], new FeatureTable(
            s_classes, [.. copies.Labels, .. others.Labels], [.. copies.Ids, .. others.Ids], [.. copies.Values, .. others.Values], 4));
        FeatureFile.Write(_folder["others.npz"], others);
        string[] Lda(string file) => [.. Rows(FerProcess.Run(
            "compare", Train, _folder[file], "--learners", "lda", "--without-copies", "--json", "-").Succeeded().Output)
            .Select(row => $"{row.GetProperty("accuracy")} {row.GetProperty("mcc")}")];
        Assert.Equal(Lda("others.npz"), Lda("mixed.npz"));
    }

    [Fact]
    public void Other_pictures_under_the_same_names_are_judged()
    {
        FeatureFile.Write(_folder["same.npz"], Table("train", rows: 60, seed: 3));
        FerProcess.Run("compare", Train, _folder["same.npz"], "--learners", "lda").Succeeded();
    }

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        FerProcess.Run("compare", Train, Test, "--learners", "lda,forest").Refused("forest", "random-forest");
        FerProcess.Run("compare", Train, Test, "--learners", "lda,lda").Refused("lda", "twice");
        FerProcess.Run("compare", Train, Test, "--learners", " , ").Refused("--learners");
        FerProcess.Run("compare", Train, Test, "--learners", "ridge,lda", "--stack").Refused("--stack", "extra-trees");
        FerProcess.Run("compare", Train, "--folds", "1").Refused("--folds");
        FerProcess.Run("compare", Train, "--save-models", "--out", _folder["out"]).Refused("--save-models");
        FerProcess.Run("compare", _folder["absent.npz"], Test).Refused("absent.npz");
        FerProcess.Run("compare", Train, Narrow()).Refused("narrow.npz", "3 features");
        File.WriteAllBytes(_folder["cut.npz"], File.ReadAllBytes(Test)[..^100]);
        FerProcess.Run("compare", Train, _folder["cut.npz"]).Refused("cut.npz");
        FeatureFile.Write(_folder["foreign.npz"], new FeatureTable(["bored"], [0], ["x"], new float[4], 4));
        FerProcess.Run("compare", Train, _folder["foreign.npz"]).Refused("foreign.npz", "bored");
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private string Narrow()
    {
        FeatureFile.Write(_folder["narrow.npz"], new FeatureTable(s_classes, [0], ["x"], new float[3], 3));
        return _folder["narrow.npz"];
    }

    /// <summary>Noisy points about a centre for each class; every third class is rare.</summary>
    private static FeatureTable Table(string name, int rows, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 9 == 8 ? 2 : row % 2)];
        var values = new float[rows * 4];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(random.NextDouble() * 2 + (i % 4 == labels[i / 4] ? 1.5 : 0));
        return new FeatureTable(s_classes, labels, [.. Enumerable.Range(0, rows).Select(row => $"{name}/{row}")], values, 4);
    }

    private static JsonElement[] Rows(string json) => [.. JsonDocument.Parse(json).RootElement.EnumerateArray()];
}
