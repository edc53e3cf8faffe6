namespace Fer.Preprocessing.Tests;

public class LabelMapTests
{
    private static readonly Dictionary<string, string> NoMerge = [];

    public static TheoryData<string, string> SetsWithNames
    {
        get
        {
            string[] names = ["Ekman", "FER2013", "FER+", "AffectNet", "RAF-DB", "CK+"];
            var pairs = new TheoryData<string, string>();
            foreach (string from in names)
            {
                foreach (string to in names)
                    pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(SetsWithNames))]
    public void The_usual_sets_are_mapped_onto_each_other(string from, string to)
    {
        IReadOnlyList<string> source = Set(from), target = Set(to);
        // Neutral and contempt are what a set may have and another not.
        string[] surplus = [.. new[] { "neutral", "contempt" }.Where(name => source.Contains(name) && !target.Contains(name))];
        if (surplus.Length > 0)
            DatasetAssert.Fails(() => LabelMap.Between(source, target), $"'{source.First(surplus.Contains)}'", "has no counterpart");

        LabelMap map = LabelMap.Between(source, target, drop: surplus);
        for (int c = 0; c < source.Count; c++)
        {
            if (surplus.Contains(source[c]))
                Assert.Equal(-1, map[c]);
            else
                Assert.Equal(source[c][..2], target[map[c]][..2]); // angry and anger, sad and sadness, ...
        }
    }

    [Fact]
    public void Pictures_of_dropped_classes_are_left_out_and_soft_targets_rescaled()
    {
        var data = new ImageDataset(["fear", "contempt", "happy"], [0, 1, 2], ["a", "b", "c"], (string[])["a", "b", "c"])
        {
            Targets = [0.5f, 0.25f, 0.25f, 0, 1, 0, 0.25f, 0.25f, 0.5f],
            Groups = ["x", "y", "z"],
            Confidences = [1, 2, 3],
        };
        ImageDataset mapped = LabelMap.Between(data.Classes, ["Happiness", "afraid", "sad"], drop: ["contempt"]).Apply(data);
        Assert.Equal(["a", "c"], mapped.Ids);
        Assert.Equal([1, 0], mapped.Labels);
        Assert.Equal([0.25f / 0.75f, 0.5f / 0.75f, 0, 0.5f / 0.75f, 0.25f / 0.75f, 0], mapped.Targets!);
        Assert.Equal(["x", "z"], mapped.Groups!);
        Assert.Equal([1f, 3f], mapped.Confidences!);
    }

    [Fact]
    public void Splits_keep_their_pictures()
    {
        var data = new ImageDataset(["fear", "joy"], [0, 1, 1], ["a", "b", "c"], (string[])["a", "b", "c"]);
        DatasetContents contents = LabelMap.Between(data.Classes, ["happy"], drop: ["fear"])
            .Apply(new DatasetContents("here", data, ["train", "train", "test"]));
        Assert.Equal(["b"], contents.Split("train").Ids);
        Assert.Equal(["c"], contents.Split("test").Ids);
        Assert.Equal(["happy"], contents.Classes);
    }

    [Fact]
    public void Predictions_are_added_up_where_classes_are_merged()
    {
        var predictions = new Predictions(
            ["anger", "contempt", "happy"], ["a", "b", "c"], [0, 1, 2], [0.25, 0.25, 0.5, 0.5, 0.5, 0, 0, 0, 1]);
        Predictions merged = LabelMap.Between(
            predictions.Classes, ["angry", "joy"], merge: new Dictionary<string, string> { ["contempt"] = "anger" }).Apply(predictions);
        Assert.Equal([0, 0, 1], merged.Labels);
        Assert.Equal([0.5, 0.5, 1, 0, 0, 1], merged.Probabilities);

        Predictions dropped = LabelMap.Between(predictions.Classes, ["angry", "contempt", "joy"], drop: ["happy"]).Apply(predictions);
        Assert.Equal(["a", "b"], dropped.Ids);
        Assert.Equal([0.5, 0.5, 0, 0.5, 0.5, 0], dropped.Probabilities);
    }

    [Fact]
    public void Nothing_left_of_a_prediction_is_shared_equally()
    {
        var predictions = new Predictions(["anger", "fear", "happy"], ["a"], [0], [0, 0, 1]);
        Predictions mapped = LabelMap.Between(predictions.Classes, ["anger", "fear"], drop: ["happy"]).Apply(predictions);
        Assert.Equal([0.5, 0.5], mapped.Probabilities);
    }

    [Fact]
    public void What_is_not_said_is_an_error()
    {
        DatasetAssert.Fails(() => LabelMap.Between(["angry", "boredom"], ["anger"]), "'boredom'", "among anger", "drop it");
        DatasetAssert.Fails(() => LabelMap.Between(["joy"], ["happy", "happiness"]), "'joy'", "'happy' or 'happiness'");
        DatasetAssert.Fails(() => LabelMap.Between(["sad", "sadness"], ["Sad"]), "'sad' and 'sadness'", "both become 'Sad'");
        DatasetAssert.Fails(() => LabelMap.Between(["sad"], ["sad"], drop: ["glad"]), "'glad'");
        DatasetAssert.Fails(
            () => LabelMap.Between(["sad"], ["sad"], merge: new Dictionary<string, string> { ["sad"] = "blue" }),
            "'sad'", "no counterpart");
        Assert.Equal(0, LabelMap.Between(["happy"], ["happy", "happiness"], merge: NoMerge)[0]);
        Assert.Throws<ArgumentException>(() => LabelMap.Between(["x"], ["x"]).Apply(
            new ImageDataset(["y"], [0], ["a"], (string[])["a"])));
    }

    private static IReadOnlyList<string> Set(string name) => name switch
    {
        "Ekman" => ExpressionSets.Ekman,
        "FER2013" => ExpressionSets.Fer2013,
        "FER+" => ExpressionSets.FerPlus,
        "AffectNet" => ExpressionSets.AffectNet,
        "RAF-DB" => ExpressionSets.RafDb,
        _ => ExpressionSets.CohnKanade,
    };
}
