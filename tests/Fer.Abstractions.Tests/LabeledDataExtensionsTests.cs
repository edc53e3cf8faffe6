namespace Fer.Tests;

public class LabeledDataExtensionsTests
{
    [Fact]
    public void Samples_are_counted_by_class_also_where_a_class_has_none()
    {
        Assert.Equal([3], new LabeledIds("a", "b", "c").CountPerClass());
        Assert.Equal([0], new LabeledIds().CountPerClass());
        Assert.Equal([1, 0, 2, 0], new FeatureTable(["a", "b", "c", "d"], [2, 0, 2], ["x", "y", "z"], new float[3], 1).CountPerClass());
        Assert.Equal([2, 1], new[] { 0, 1, 0 }.CountPerClass(2));
    }
}
