using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public class ClassWeightsTests
{
    [Fact]
    public void Weights_equal_those_of_scikit_learn()
    {
        foreach (JsonElement @case in Fixtures.ReadJson("class_weights.json").EnumerateArray())
        {
            int[] counts = @case.GetProperty("counts").Deserialize<int[]>()!;
            double[] expected = @case.GetProperty("weights").Deserialize<double[]>()!;
            int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
            float[] weights = ClassWeights.Balanced(labels, counts.Length);
            Assert.Equal(expected.Select(weight => (float)weight), weights);
        }
    }

    [Fact]
    public void An_empty_class_is_an_error_that_names_it()
    {
        var data = new TrainingSplit<LabeledIds>(new LabeledIds([0, 0, 2], 3));
        Assert.Contains("'class 1'", Assert.Throws<DatasetException>(() => ClassWeights.Balanced(data)).Message, StringComparison.Ordinal);
        Assert.Contains("1", Assert.Throws<DatasetException>(() => ClassWeights.Balanced([0, 2], 3)).Message, StringComparison.Ordinal);
    }
}
