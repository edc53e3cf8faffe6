using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

public sealed class ClaheTests
{
    private static readonly ClaheOptions OneTile = new() { TilesX = 1, TilesY = 1, ClipLimit = 0 };

    [Fact]
    public void One_tile_without_a_limit_is_plain_equalisation_worked_by_hand()
    {
        // 1, 3 and 4 of 4 pixels are at most as bright: 63.75, 191.25 and 255.
        Assert.Equal([64, 191, 191, 255], Equalize([10, 20, 20, 30], 2, 2, OneTile));
    }

    [Fact]
    public void Clipped_pixels_are_spread_as_worked_by_hand()
    {
        // Both bins of 128 are cut to 2; of the 252 pixels left over bins 0 to 251 get one each. 3 * 255 / 256 is 2.99.
        byte[] halves = [.. Enumerable.Repeat((byte)0, 128), .. Enumerable.Repeat((byte)255, 128)];
        byte[] expected = [.. Enumerable.Repeat((byte)3, 128), .. Enumerable.Repeat((byte)255, 128)];
        Assert.Equal(expected, Equalize(halves, 16, 16, OneTile with { ClipLimit = 2 }));
    }

    [Fact]
    public void The_vectorised_code_does_what_the_reference_does() =>
        Prop.ForAll(Cases(90), Agrees).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Theory]
    [InlineData(300, 280, 1, 1)] // a tile of more pixels than 16 bits count
    [InlineData(520, 310, 2, 1)]
    [InlineData(601, 590, 8, 8)]
    [InlineData(5000, 3, 8, 8)]
    [InlineData(3, 5000, 8, 8)]
    [InlineData(40, 40, 100, 90)]
    public void Large_and_slender_pictures_do_what_the_reference_does(int width, int height, int tilesX, int tilesY)
    {
        var options = new ClaheOptions { TilesX = tilesX, TilesY = tilesY };
        Assert.True(Agrees(new ClaheCase(ClaheTask.Clahe8, width, height, options, Noise(width * height, 256, 3))));
    }

    [Fact]
    public void A_picture_of_one_level_stays_a_picture_of_one_level() =>
        Prop.ForAll(Cases(40), equalization =>
        {
            Array.Fill(equalization.Pixels, equalization.Pixels[0]);
            return equalization.Equalize().Distinct().Count() == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Within_one_tile_a_brighter_pixel_stays_at_least_as_bright() =>
        Prop.ForAll(Cases(40), equalization =>
        {
            ClaheCase single = equalization with { Options = equalization.Options with { TilesX = 1, TilesY = 1 } };
            byte[] equalized = single.Equalize();
            Array.Sort([.. single.Pixels], equalized);
            return equalized.SequenceEqual(equalized.Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_transposed_picture_gives_the_transposed_result_save_rounding() =>
        Prop.ForAll(Cases(40), equalization =>
        {
            ClaheOptions options = equalization.Options;
            var transposed = new ClaheCase(
                ClaheTask.Clahe8, equalization.Height, equalization.Width,
                options with { TilesX = options.TilesY, TilesY = options.TilesX },
                Transpose(equalization.Pixels, equalization.Width, equalization.Height));
            byte[] expected = Transpose(equalization.Equalize(), equalization.Width, equalization.Height);
            return expected.Zip(transposed.Equalize()).All(pair => Math.Abs(pair.First - pair.Second) <= 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_bits_are_the_same_on_any_number_of_threads()
    {
        const int Width = 701;
        const int Height = 503;
        byte[] source = Noise(Width * Height, 200, 1);
        var expected = new byte[source.Length];
        new Clahe(threads: 1).Apply(source, expected, Width, Height);
        foreach (int threads in new[] { 2, 3, 8, 1000 })
        {
            var clahe = new Clahe(threads: threads);
            for (int repeat = 0; repeat < 20; repeat++)
            {
                byte[] pixels = [.. source];
                clahe.Apply(pixels, pixels, Width, Height);
                Assert.Equal(expected, pixels);
            }
        }
    }

    [Fact]
    public void Strides_are_heeded_and_what_lies_between_the_rows_stays()
    {
        const int Width = 21;
        const int Height = 18;
        const int Stride = 30;
        byte[] packed = Noise(Width * Height, 256, 2);
        byte[] expected = Equalize(packed, Width, Height, ClaheOptions.Default);
        byte[] padded = Noise((Height - 1) * Stride + Width, 256, 3);
        for (int y = 0; y < Height; y++)
            packed.AsSpan(y * Width, Width).CopyTo(padded.AsSpan(y * Stride));
        byte[] before = [.. padded];

        var narrow = new byte[packed.Length];
        new Clahe().Apply(padded, Stride, narrow, Width, Width, Height);
        Assert.Equal(expected, narrow);
        Assert.Equal(before, padded);

        new Clahe().Apply(padded, Stride, padded, Stride, Width, Height);
        for (int y = 0; y < Height; y++)
        {
            Assert.Equal(expected.AsSpan(y * Width, Width), padded.AsSpan(y * Stride, Width));
            if (y < Height - 1)
                Assert.Equal(before.AsSpan(y * Stride + Width, Stride - Width), padded.AsSpan(y * Stride + Width, Stride - Width));
        }
    }

    [Fact]
    public void Sixteen_bits_work_in_place()
    {
        ushort[] pixels = MemoryMarshal.Cast<byte, ushort>(Noise(2 * 19 * 23, 256, 4)).ToArray();
        var options = new ClaheOptions { TilesX = 2, TilesY = 3 };
        var expected = new ushort[pixels.Length];
        new Clahe(options).Apply(pixels, expected, 19, 23);
        new Clahe(options).Apply(pixels, pixels, 19, 23);
        Assert.Equal(expected, pixels);
    }

    [Theory]
    [InlineData(48, 48, 1)]
    [InlineData(47, 50, 1)]
    [InlineData(640, 480, 2)] // on several threads
    public void After_the_first_picture_of_a_size_nothing_is_allocated(int width, int height, int threads)
    {
        byte[] pixels = Noise(width * height, 256, 5);
        var wide = new ushort[width * height];
        var clahe = new Clahe(new ClaheOptions { TilesX = 4, TilesY = 3 }, threads);
        clahe.Apply(pixels, pixels, width, height);
        clahe.Apply(wide, wide, width, height);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            clahe.Apply(pixels, pixels, width, height);
        clahe.Apply(wide, wide, width, height);
        HistogramEqualization.Apply(pixels, pixels, width, height);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_instance_serves_pictures_of_changing_sizes()
    {
        var clahe = new Clahe();
        foreach ((int width, int height) in new[] { (48, 48), (48, 49), (5, 5), (48, 48), (600, 500), (49, 48) })
        {
            byte[] pixels = Noise(width * height, 256, 6);
            byte[] expected = Equalize(pixels, width, height, ClaheOptions.Default);
            clahe.Apply(pixels, pixels, width, height);
            Assert.Equal(expected, pixels);
        }
    }

    [Fact]
    public void Many_pictures_are_each_equalised_as_alone()
    {
        const int Size = 24;
        const int Count = 100;
        byte[] source = Noise(Count * Size * Size, 256, 7);
        byte[] expected = [.. source.Chunk(Size * Size).SelectMany(pixels => Equalize(pixels, Size, Size, ClaheOptions.Default))];
        foreach (int threads in new[] { 0, 1, 3 })
        {
            var destination = new byte[source.Length];
            Clahe.ApplyAll(source, destination, Size, Size, threads: threads, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(expected, destination);
        }

        Clahe.ApplyAll(source, source, Size, Size, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, source);
        Clahe.ApplyAll(default, default, Size, Size, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Throws<OperationCanceledException>(() =>
            Clahe.ApplyAll(source, source, Size, Size, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 17)]
    public void A_limit_beyond_all_pixels_clips_nothing(int levels, int seed)
    {
        byte[] pixels = Noise(30 * 30, levels, (ulong)seed);
        Assert.Equal(
            Equalize(pixels, 30, 30, new ClaheOptions { ClipLimit = 0 }),
            Equalize(pixels, 30, 30, new ClaheOptions { ClipLimit = double.PositiveInfinity }));
    }

    [Fact]
    public void Values_out_of_range_are_named()
    {
        AssertNamed("TilesX", new ClaheOptions { TilesX = 0 });
        AssertNamed("TilesY", new ClaheOptions { TilesY = -1 });
        AssertNamed("clip limit", new ClaheOptions { ClipLimit = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Clahe(new ClaheOptions { TilesX = 100_000, TilesY = 100_000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Clahe(threads: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClaheTransform(space: (LightnessSpace)9));
    }

    [Fact]
    public void Spans_that_do_not_hold_the_picture_are_refused()
    {
        var clahe = new Clahe();
        var memory = new byte[100];
        Assert.Throws<ArgumentException>(() => clahe.Apply(memory, memory, 11, 10));
        Assert.Throws<ArgumentException>(() => clahe.Apply(memory, new byte[99], 10, 10));
        Assert.Throws<ArgumentException>(() => clahe.Apply(memory.AsSpan(0, 81), memory.AsSpan(1), 9, 9));
        Assert.Throws<ArgumentException>(() => clahe.Apply(memory, 10, memory, 9, 9, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => clahe.Apply(memory, memory, 0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => clahe.Apply(memory, 9, memory, 10, 10, 10));
        Assert.Throws<ArgumentException>(() => clahe.Apply(memory, memory, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentException>(() => HistogramEqualization.Apply(memory, memory, 11, 10));
    }

    private static void AssertNamed(string name, ClaheOptions options)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Clahe(options));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private static bool Agrees(ClaheCase equalization)
    {
        ushort[] wide = [.. equalization.Pixels.Select(level => (ushort)level)];
        var grid = new ClaheGrid(equalization.Width, equalization.Height, 256, equalization.Options);
        new ReferenceClahe(grid).Apply(wide, equalization.Width, wide, equalization.Width);
        return wide.Select(level => (byte)level).SequenceEqual(equalization.Equalize());
    }

    private static byte[] Equalize(byte[] pixels, int width, int height, ClaheOptions options) =>
        new ClaheCase(ClaheTask.Clahe8, width, height, options, pixels).Equalize();

    private static byte[] Noise(int length, int levels, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        var pixels = new byte[length];
        for (int i = 0; i < length; i++)
            pixels[i] = (byte)random.Next(levels);
        return pixels;
    }

    private static byte[] Transpose(byte[] pixels, int width, int height)
    {
        var transposed = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            transposed[(i % width * height) + (i / width)] = pixels[i];
        return transposed;
    }

    private static Arbitrary<ClaheCase> Cases(int size) =>
        Arb.From(
            from width in Gen.Choose(1, size)
            from height in Gen.Choose(1, size)
            from tilesX in Gen.Choose(1, 12)
            from tilesY in Gen.Choose(1, 12)
            from clip in Gen.Elements(-1, 0, 0.01, 1, 2, 3.3, 40, 250)
            from levels in Gen.Choose(1, 256)
            from seed in Gen.Choose(0, int.MaxValue)
            select new ClaheCase(
                ClaheTask.Clahe8, width, height, new ClaheOptions { TilesX = tilesX, TilesY = tilesY, ClipLimit = clip },
                Noise(width * height, levels, (ulong)seed)));
}
