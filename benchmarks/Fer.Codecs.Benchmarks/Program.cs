using System.Diagnostics;
using System.Globalization;
using Fer;
using Fer.Preprocessing;

// Reads groups of picture files from standard input, one group a line with tabs between the files, and answers each with a line: the
// median and the least microseconds to read and decode a file of the group, over so many runs; see decode_beside_opencv.py, which
// lets both sides take turns.
// The pixels' memory is used again, as malloc does for OpenCV; with the argument "new" it is not.
int runs = int.Parse(args[0], CultureInfo.InvariantCulture);
var pool = new PixelPool();
var options = new ImageDecoderOptions { PixelPool = args.Contains("new") ? null : pool };
while (Console.ReadLine() is { } line)
{
    string[] files = line.Split('\t');
    for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.3;)
        DecodeAll(files); // until the JIT compiler is done
    var microseconds = new double[runs];
    for (int run = 0; run < runs; run++)
    {
        long start = Stopwatch.GetTimestamp();
        DecodeAll(files);
        microseconds[run] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / files.Length;
    }

    Array.Sort(microseconds);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{microseconds[runs / 2]:F2} {microseconds[0]:F2}"));
}

void DecodeAll(string[] files)
{
    foreach (string file in files)
        pool.Return(ImageCodecs.Default.Load(file, options));
}
