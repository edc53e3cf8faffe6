namespace Fer.Tests;

public class BatchTests
{
    [Fact]
    public void A_batch_has_room_for_its_samples()
    {
        var batch = new Batch(new TensorShape(2, 3, 4), 5, 6);
        Assert.Equal((6 * 24, 6 * 5, 0), (batch.Inputs.Length, batch.Targets.Length, batch.Count));
        batch.Input(2)[23] = 1;
        Assert.Equal(1, batch.Inputs[(2 * 24) + 23]);
        Assert.Equal(24, batch.Input(5).Length);
    }

    [Fact]
    public void A_label_replaces_the_targets_of_its_sample_alone()
    {
        var batch = new Batch(new TensorShape(1), 3, 2);
        batch.SetLabel(0, 2);
        batch.Target(1).Fill(0.5f);
        batch.SetLabel(1, 0);
        batch.SetLabel(1, 1);
        Assert.Equal([0, 0, 1, 0, 1, 0], batch.Targets);
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    public void A_label_or_sample_outside_is_an_error_that_changes_nothing(int sample, int label)
    {
        var batch = new Batch(new TensorShape(1), 3, 2);
        Array.Fill(batch.Targets, 0.25f);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.SetLabel(sample, label));
        Assert.All(batch.Targets, target => Assert.Equal(0.25f, target));
    }

    [Fact]
    public void The_count_is_from_0_to_the_capacity()
    {
        var batch = new Batch(new TensorShape(1), 3, 2) { Count = 2 };
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Count = 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Count = -1);
        Assert.Equal(2, batch.Count);
    }

    [Fact]
    public void Nothing_to_hold_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(new TensorShape(1), 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(new TensorShape(1), 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(default, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(new TensorShape(-1, -1), 3, 2));
    }
}
