using System.Diagnostics;
using System.Globalization;
using Fer;
using Fer.Preprocessing;

// One JSON line per size: CLAHE with 8x8 tiles and clip limit 2 on one picture, and picture by picture over many with ApplyAll.
// Median and least microseconds per picture over short runs, to be read beside OpenCV's; see clahe_beside_opencv.py.
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
const int Runs = 100;
const int PixelsPerRun = 1_000_000;
(int Width, int Height)[] sizes = [(48, 48), (96, 96), (224, 224), (1920, 1080)];
foreach ((int width, int height) in sizes)
{
    int repeats = Math.Max(1, PixelsPerRun / (width * height));
    byte[] source = Picture(width * height);
    var destination = new byte[source.Length];
    var clahe = new Clahe(ClaheOptions.Default, threads);
    (double median, double least) = Microseconds(repeats, () =>
    {
        for (int i = 0; i < repeats; i++)
            clahe.Apply(source, destination, width, height);
    });

    byte[] sources = [.. Enumerable.Range(0, repeats).SelectMany(_ => source)];
    var destinations = new byte[sources.Length];
    (double batchMedian, _) = Microseconds(repeats, () => Clahe.ApplyAll(sources, destinations, width, height, threads: threads));

    string[] figures =
    [
        $"\"width\": {width}", $"\"height\": {height}", $"\"threads\": {threads}", Figure("median", median), Figure("least", least),
        Figure("batchMedian", batchMedian),
    ];
    Console.WriteLine($"{{{string.Join(", ", figures)}}}");
}

static string Figure(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {value:F3}");

// Normal noise around a middle grey, as in the peer.
static byte[] Picture(int length)
{
    RandomGenerator random = RandomGenerator.Create(1);
    var pixels = new byte[length];
    for (int i = 0; i < length; i++)
        pixels[i] = (byte)Math.Clamp(120 + (40 * random.NextGaussian()), 0, 255);
    return pixels;
}

static (double Median, double Least) Microseconds(int repeats, Action run)
{
    for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 1;)
        run(); // until the JIT compiler is done
    var microseconds = new double[Runs];
    for (int i = 0; i < Runs; i++)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
    }

    Array.Sort(microseconds);
    return (microseconds[Runs / 2], microseconds[0]);
}
