using System.Diagnostics;

namespace Fer.Preprocessing.Tests;

/// <summary>Random cases equalised here and by OpenCV itself, where python3 with cv2 is installed.</summary>
public sealed class ClaheBesideOpenCvTests
{
    private const int Cases = 12_000;

    [Fact]
    public async Task Twelve_thousand_random_cases_are_equalised_as_by_opencv()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string? python = await FindPython(cancellation);
        Assert.SkipWhen(python is null, "python3 with cv2 is not installed.");

        using var folder = new TemporaryFolder();
        string casesPath = Path.Combine(folder.Root, "cases");
        string resultsPath = Path.Combine(folder.Root, "results");
        ClaheCase[] cases = [.. Enumerable.Range(0, Cases).Select(RandomCase)];
        Write(cases, casesPath);
        string script = Path.Combine(SharedData.RepositoryRoot, "tests", "Fer.Preprocessing.Tests", "scripts", "clahe_by_opencv.py");
        Assert.True(await Run(python!, cancellation, script, casesPath, resultsPath), "The script failed.");

        byte[] results = await File.ReadAllBytesAsync(resultsPath, cancellation);
        List<string> differing = [];
        int position = 0;
        foreach (ClaheCase equalization in cases)
        {
            int length = equalization.Pixels.Length;
            if (!results.AsSpan(position, length).SequenceEqual(equalization.Equalize()))
                differing.Add(equalization.ToString());
            position += length;
        }

        Assert.Empty(differing);
        Assert.Equal(results.Length, position);
    }

    // Mostly small, so that tiles without pixels and borders are common; every fiftieth larger.
    private static ClaheCase RandomCase(int number)
    {
        RandomGenerator random = RandomGenerator.Create(20, (ulong)number);
        ClaheTask task = (number % 60) switch
        {
            0 => ClaheTask.Clahe16,
            1 => ClaheTask.ClaheOnLab,
            2 => ClaheTask.ClaheOnYCbCr,
            3 => ClaheTask.EqualizeHistogram,
            _ => ClaheTask.Clahe8,
        };
        int largest = number % 50 == 10 ? 300 : 60;
        int mostTiles = task == ClaheTask.Clahe16 ? 3 : 12;
        int width = 1 + random.Next(largest);
        int height = 1 + random.Next(largest);
        var options = new ClaheOptions
        {
            TilesX = 1 + random.Next(mostTiles),
            TilesY = 1 + random.Next(mostTiles),
            ClipLimit = random.Next(6) switch
            {
                0 => 0,
                1 => 40,
                2 => 300 * random.NextDouble(),
                3 => -random.NextDouble(),
                _ => 6 * random.NextDouble(),
            },
        };
        var pixels = new byte[width * height * ClaheCase.PixelBytes(task)];
        int range = 1 + random.Next(256);
        int darkest = random.Next(257 - range);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(darkest + random.Next(range));
        return new ClaheCase(task, width, height, options, pixels);
    }

    private static void Write(ClaheCase[] cases, string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (ClaheCase equalization in cases)
        {
            writer.Write((int)equalization.Task);
            writer.Write(equalization.Width);
            writer.Write(equalization.Height);
            writer.Write(equalization.Options.TilesX);
            writer.Write(equalization.Options.TilesY);
            writer.Write(equalization.Options.ClipLimit);
            writer.Write(equalization.Pixels);
        }
    }

    private static async Task<string?> FindPython(CancellationToken cancellation)
    {
        foreach (string candidate in new[] { "/usr/bin/python3", "python3" })
        {
            if (await Run(candidate, cancellation, "-c", "import cv2, numpy"))
                return candidate;
        }

        return null;
    }

    private static async Task<bool> Run(string program, CancellationToken cancellation, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments))!;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}
