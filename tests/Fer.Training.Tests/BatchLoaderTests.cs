namespace Fer.Training.Tests;

public class BatchLoaderTests
{
    private static readonly TensorShape Shape = new(1, 4, 4);

    [Fact]
    public void Batches_come_in_order_with_inputs_and_targets()
    {
        var source = new SyntheticSamples("a", 10, augmentation: 1);
        int[] order = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
        using var loader = new BatchLoader(Shape, 3, batchSize: 4);
        var expected = new float[Shape.Size];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            loader.Start(source, order, 10, epoch);
            for (int first = 0; first < 10; first += 4)
            {
                Batch batch = loader.Next();
                Assert.Equal(Math.Min(4, 10 - first), batch.Count);
                for (int i = 0; i < batch.Count; i++)
                {
                    int sample = order[first + i];
                    source.Load(sample, epoch, expected);
                    Assert.Equal(expected, batch.Input(i).ToArray());
                    Assert.Equal(source.Labels[sample], batch.Target(i).IndexOf(1f));
                    Assert.Equal(1, batch.Target(i).ToArray().Sum());
                }

                loader.Release();
            }

            Assert.Throws<InvalidOperationException>(() => loader.Next());
        }
    }

    [Fact]
    public void Soft_targets_come_as_the_source_gives_them()
    {
        float[] targets = [0.5f, 0.25f, 0.25f, 0, 0.75f, 0.25f];
        var source = new TensorSamples(new TensorShape(1), [7, 8], ["a", "b", "c"], [0, 1], ["x", "y"], targets);
        using var loader = new BatchLoader(source.InputShape, 3, batchSize: 2);
        loader.Start(source, [1, 0], 2, 0);
        Assert.Equal([.. targets[3..], .. targets[..3]], loader.Next().Targets);
        Assert.Throws<ArgumentException>(() => new TensorSamples(new TensorShape(1), [7], ["a", "b"], [0], ["x"], [1]));
    }

    [Fact]
    public void Each_batch_of_a_pass_is_augmented_when_it_is_full()
    {
        var source = new SyntheticSamples("a", 7);
        using var loader = new BatchLoader(Shape, 3, batchSize: 3);
        int[] order = [.. Enumerable.Range(0, 7)];
        loader.Start(source, order, 7, 0, firstBatch: 1, augment: (batch, number) => batch.Input(0)[0] = 100 * number + batch.Count);
        Assert.Equal([103, 201], ReadFirstValues(2));
        loader.Start(source, order, 7, 0); // the next pass is not
        Assert.All(ReadFirstValues(3), value => Assert.InRange(value, -10, 10));

        float[] ReadFirstValues(int batches)
        {
            var values = new float[batches];
            for (int i = 0; i < batches; i++)
            {
                values[i] = loader.Next().Input(0)[0];
                loader.Release();
            }

            return values;
        }
    }

    [Fact]
    public void A_pass_can_begin_at_any_batch_and_leave_out_samples()
    {
        var source = new SyntheticSamples("a", 10);
        using var loader = new BatchLoader(Shape, 3, batchSize: 3);
        loader.Start(source, [.. Enumerable.Range(0, 10)], sampleCount: 9, epoch: 0, firstBatch: 2);
        Batch batch = loader.Next();
        Assert.Equal([6 % 3, 7 % 3, 8 % 3], Enumerable.Range(0, 3).Select(i => batch.Target(i).IndexOf(1f)));
        loader.Release();
        loader.Start(source, [.. Enumerable.Range(0, 10)], sampleCount: 9, epoch: 0, firstBatch: 3);
        Assert.Throws<InvalidOperationException>(() => loader.Next());
    }

    [Fact]
    public void It_prepares_no_more_batches_ahead_than_there_is_room_for()
    {
        using var filled = new SemaphoreSlim(0);
        int loads = 0;
        var source = new SyntheticSamples("a", 100)
        {
            OnLoad = (load, _, _) =>
            {
                loads = load + 1;
                if (loads is 6 or 8)
                    filled.Release();
            },
        };
        using var loader = new BatchLoader(Shape, 3, batchSize: 2, capacity: 3);
        loader.Start(source, [.. Enumerable.Range(0, 100)], 100, 0);
        filled.Wait(TestContext.Current.CancellationToken);
        loader.Next();
        Assert.Equal(6, loads);
        loader.Release();
        filled.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(8, loads);
    }

    [Fact]
    public void An_unexpected_error_reaches_the_reader_with_the_sample_s_name()
    {
        var source = new SyntheticSamples("faces", 10)
        {
            OnLoad = (load, _, _) => ThrowIf(load == 5, new IOException("The disk is gone.")),
        };
        using var loader = new BatchLoader(Shape, 3, batchSize: 4);
        loader.Start(source, [.. Enumerable.Range(0, 10)], 10, 0);
        loader.Next();
        loader.Release();
        FerException error = Assert.Throws<FerException>(() => loader.Next());
        Assert.Equal("faces/5.png: the sample cannot be loaded: The disk is gone.", error.Message);
        Assert.IsType<IOException>(error.InnerException);
    }

    [Fact]
    public void A_typed_error_reaches_the_reader_as_it_is()
    {
        var source = new SyntheticSamples("faces", 10) { OnLoad = (_, _, _) => throw new ImageFormatException("x.jpg: truncated.") };
        using var loader = new BatchLoader(Shape, 3, batchSize: 4);
        loader.Start(source, [.. Enumerable.Range(0, 10)], 10, 0);
        Assert.Equal("x.jpg: truncated.", Assert.Throws<ImageFormatException>(() => loader.Next()).Message);
        Assert.Throws<ImageFormatException>(() => loader.Start(source, [0], 1, 0));
    }

    [Theory]
    [InlineData(false, false)] // never started
    [InlineData(true, false)] // full, waiting for room
    [InlineData(true, true)] // in the midst of a batch
    public void Disposing_ends_the_thread(bool start, bool midst)
    {
        Thread? thread = null;
        using var reached = new SemaphoreSlim(0);
        var source = new SyntheticSamples("a", 1000)
        {
            OnLoad = (load, _, _) =>
            {
                thread = Thread.CurrentThread;
                if (load == (midst ? 1 : 5))
                    reached.Release();
            },
        };
        var loader = new BatchLoader(Shape, 3, batchSize: midst ? 1000 : 2);
        if (start)
        {
            loader.Start(source, [.. Enumerable.Range(0, 1000)], 1000, 0);
            reached.Wait(TestContext.Current.CancellationToken);
        }

        loader.Dispose();
        Assert.False(thread is { IsAlive: true });
        Assert.ThrowsAny<Exception>(() => loader.Start(source, [0], 1, 0));
    }

    private static void ThrowIf(bool condition, Exception error)
    {
        if (condition)
            throw error;
    }
}
