using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;

namespace Fer.Models.Tests;

/// <summary>
/// 125,000 damaged files: each ends in tensors or in a TensorFileException, soon and within little memory, and so does fitting
/// those tensors to a network. A failure names the kind and number of the file, from which it is made again.
/// </summary>
public class WeightFileFuzzTests
{
    /// <summary>Of each kind; more by hand with the environment variable FER_FUZZ_RUNS.</summary>
    private const int Files = 25_000;

    /// <summary>Whatever a file claims: 16 MiB of tensors, the storage that they view, and as much for the pickle's objects.</summary>
    private const long MaxAllocatedBytes = 64 << 20;

    private const int MaxProblems = 5;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20); // even on a busy machine

    private static readonly byte[] TellingInPickles =
        [.. "(.JKMNQRTUXG]abcehjqrstu)}PK\0\u0001\u0002"u8, .. Enumerable.Range(0x7F, 25).Select(i => (byte)i), 0xFF];

    private static readonly byte[][] ZipFiles = [.. new[] { "small.pth", "model.pth", "deflated.pth" }.Select(PyTorchFiles.Load)];

    private static readonly byte[][] LegacyFiles =
        [.. new[] { "small_legacy.pth", "model_legacy.pth", "views_legacy.pth" }.Select(PyTorchFiles.Load)];

    private static readonly TensorFileContent Model = PyTorchFiles.Read(PyTorchFiles.Load("model.pth"));

    private static readonly byte[] ModelHeader, ModelData;

    private static readonly byte[][] SafetensorsFiles;

    private static readonly (string Name, byte[] Content)[] ModelEntries = ReadEntries("model.pth");

    private static readonly NetworkDefinition[] Networks = [Build(channels: 3), Build(channels: 1)];

    static WeightFileFuzzTests()
    {
        byte[] model = SafetensorsFile.Write(Model.Tensors);
        int headerLength = BitConverter.ToInt32(model);
        (ModelHeader, ModelData) = (model[8..(8 + headerLength)], model[(8 + headerLength)..]);
        byte[] small = SafetensorsFile.Write(
            new Dictionary<string, Tensor> { ["weight"] = new([2, 3], [1, 2, 3, 4, 5, 6]), ["bias"] = new([2], [7, 8]) },
            new Dictionary<string, string> { ["format"] = "pt" });
        SafetensorsFiles = [small, model];
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("safetensors header")]
    [InlineData("zip")]
    [InlineData("pickle in a zip")]
    [InlineData("legacy")]
    public void Damaged_files_are_read_or_refused(string kind)
    {
        ITensorFileFormat format = kind.StartsWith("safetensors", StringComparison.Ordinal) ? new Safetensors() : new PyTorchCheckpoint();
        int files = int.TryParse(Environment.GetEnvironmentVariable("FER_FUZZ_RUNS"), out int asked) ? asked : Files;
        var problems = new ConcurrentQueue<string>();
        int read = 0;
        int fitted = 0;
        Parallel.For(0, files, number =>
        {
            if (problems.Count >= MaxProblems)
                return;
            byte[] file = Make(kind, number);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            try
            {
                TensorFileContent content = Read(format, file, isForwardOnly: format is Safetensors && number % 2 == 1);
                Interlocked.Increment(ref read);
                Fit(content, number);
                Interlocked.Increment(ref fitted);
            }
            catch (TensorFileException)
            {
                // The other way it may end.
            }
            catch (Exception error)
            {
                problems.Enqueue($"{kind} {number}: {error}");
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (allocated > MaxAllocatedBytes)
                problems.Enqueue($"{kind} {number}: took {allocated} bytes of memory");
            if (Stopwatch.GetElapsedTime(started) > MaxTime)
                problems.Enqueue($"{kind} {number}: took {Stopwatch.GetElapsedTime(started)}");
        });
        Assert.True(problems.IsEmpty, string.Join("\n", problems));
        // Else the damage is too slight or too heavy to try anything.
        Assert.InRange(read, files / 50, files * 19 / 20);
        Assert.InRange(fitted, files / 200, files * 19 / 20);
    }

    private static byte[] Make(string kind, int number)
    {
        RandomGenerator random = RandomGenerator.Create((ulong)number);
        ReadOnlySpan<byte> tellingInJson = "0123456789-.,:[]{}\"eF\\ \0"u8;
        switch (kind)
        {
            case "safetensors":
                return FileMutator.Mutate(SafetensorsFiles[number % SafetensorsFiles.Length], tellingInJson, ref random);
            case "safetensors header": // with its true length, so that it is looked into
                byte[] header = FileMutator.Mutate(ModelHeader, tellingInJson, ref random);
                return SafetensorsFile.Make((ulong)header.Length, [.. header, .. ModelData]);
            case "zip":
                return FileMutator.Mutate(ZipFiles[number % ZipFiles.Length], TellingInPickles, ref random);
            case "pickle in a zip": // in a sound zip file, so that it is looked into
                return ZipWithDamagedPickle(ref random);
            default:
                return FileMutator.Mutate(LegacyFiles[number % LegacyFiles.Length], TellingInPickles, ref random);
        }
    }

    private static byte[] ZipWithDamagedPickle(ref RandomGenerator random)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in ModelEntries)
            {
                bool isPickle = name.EndsWith("/data.pkl", StringComparison.Ordinal);
                HandmadePyTorchFile.AddEntry(
                    archive, name, isPickle ? FileMutator.Mutate(content, TellingInPickles, ref random) : content);
            }
        }

        return file.ToArray();
    }

    private static TensorFileContent Read(ITensorFileFormat format, byte[] file, bool isForwardOnly)
    {
        using Stream stream = isForwardOnly ? new ForwardOnlyStream(file) : new MemoryStream(file, writable: false);
        TensorFileContent content = format.Read(stream);
        if (content.Tensors.Values.Any(tensor => Array.Exists(tensor.Values, float.IsNaN)))
            throw new InvalidOperationException("A NaN was read.");
        return content;
    }

    /// <summary>Fits the tensors with each combination of options in turn.</summary>
    private static void Fit(TensorFileContent content, int number)
    {
        NetworkDefinition network = Networks[number / 2 % 2];
        LoadedWeights loaded = WeightLoader.Fit(network, content.Tensors, new WeightLoadingOptions
        {
            SumInputChannels = network.Input.Channels == 1,
            ReinitializeHead = number / 4 % 2 == 0,
            FoldNormalization = number / 8 % 2 == 0 ? null : ChannelNormalization.ImageNet,
        });
        if (loaded.Tensors.Count != network.Parameters.Count)
            throw new InvalidOperationException($"{loaded.Tensors.Count} tensors were fitted.");
        foreach (NetworkParameter parameter in network.Parameters)
        {
            Tensor tensor = loaded.Tensors[parameter.Name];
            if (!tensor.Dimensions.SequenceEqual(parameter.Definition.Dimensions))
                throw new InvalidOperationException($"{parameter.Name} was fitted with [{string.Join(", ", tensor.Dimensions)}].");
            if (!Array.TrueForAll(tensor.Values, float.IsFinite))
                throw new InvalidOperationException($"{parameter.Name} was fitted with a value that is not finite.");
        }
    }

    /// <summary>The network of fixtures/pytorch/model.pth.</summary>
    private static NetworkDefinition Build(int channels) =>
        new NetworkBuilder("tiny", new TensorShape(channels, 3, 3))
            .Add("conv", new Conv2d(4, Kernel: 3, Bias: false))
            .Add("bn", new BatchNorm())
            .Add("fc", new Linear(5))
            .Build();

    private static (string Name, byte[] Content)[] ReadEntries(string name)
    {
        using var archive = new ZipArchive(new MemoryStream(PyTorchFiles.Load(name)));
        return [.. archive.Entries.Select(entry => (entry.FullName, Read(entry)))];
        static byte[] Read(ZipArchiveEntry entry)
        {
            using Stream stream = entry.Open();
            var content = new byte[entry.Length];
            stream.ReadExactly(content);
            return content;
        }
    }
}
