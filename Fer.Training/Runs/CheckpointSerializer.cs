using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Fer.Training;

/// <summary>
/// Puts a checkpoint into a tensor file: tensors under <c>weights/</c> and <c>optimizer/</c>, the rest as JSON in the
/// metadata, and a SHA-256 over all of it, so that a damaged file is noticed rather than trained on.
/// </summary>
internal static class CheckpointSerializer
{
    private const int Version = 1;
    private const string StateKey = "fer.checkpoint";
    private const string HashKey = "fer.checkpoint.sha256";
    private const string WeightsPrefix = "weights/";
    private const string OptimizerPrefix = "optimizer/";

    public static TensorFileContent ToContent(Checkpoint checkpoint)
    {
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in checkpoint.Weights)
            tensors.Add(WeightsPrefix + name, tensor);
        foreach ((string name, Tensor tensor) in checkpoint.OptimizerState)
            tensors.Add(OptimizerPrefix + name, tensor);
        string state = WriteState(checkpoint);
        var metadata = new Dictionary<string, string> { [StateKey] = state, [HashKey] = Hash(state, tensors) };
        return new TensorFileContent(tensors, metadata);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="TensorFileException">The file is not a checkpoint, or is damaged.</exception>
    public static Checkpoint FromContent(TensorFileContent content, string file)
    {
        if (!content.Metadata.TryGetValue(StateKey, out string? state) || !content.Metadata.TryGetValue(HashKey, out string? hash))
            throw new TensorFileException($"{file}: not a checkpoint of a training run; delete it to start the run from its beginning.");
        if (Hash(state, content.Tensors) != hash)
            throw new TensorFileException($"{file}: the checkpoint is damaged; delete it to start the run from its beginning.");
        try
        {
            using var document = JsonDocument.Parse(state);
            return ReadState(document.RootElement, content.Tensors, file);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new TensorFileException($"{file}: the checkpoint cannot be read: {error.Message}", error);
        }
    }

    private static string WriteState(Checkpoint checkpoint)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteString("settings", checkpoint.Settings);
            writer.WriteNumber("seed", checkpoint.Seed);
            writer.WriteNumber("samples", checkpoint.Samples);
            writer.WriteNumber("batch_size", checkpoint.BatchSize);
            writer.WriteNumber("epoch", checkpoint.Epoch);
            writer.WriteNumber("batch", checkpoint.Batch);
            writer.WriteNumber("step", checkpoint.Step);
            WriteSums(writer, checkpoint.Sums);
            writer.WriteNumber("learning_rate", checkpoint.LearningRate);
            writer.WriteNumber("frozen_nodes", checkpoint.FrozenNodes);
            writer.WriteBoolean("stop_training", checkpoint.StopTraining);
            WriteCallbacks(writer, checkpoint.Callbacks);
            writer.WritePropertyName("history");
            TrainingHistory.WriteJson(writer, checkpoint.History);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteSums(Utf8JsonWriter writer, TrainingMetrics sums)
    {
        writer.WriteStartObject("sums");
        writer.WriteNumber("samples", sums.Samples);
        writer.WriteNumber("loss", sums.LossSum);
        writer.WriteNumber("weight", sums.WeightSum);
        writer.WriteNumber("correct", sums.Correct);
        writer.WriteEndObject();
    }

    private static void WriteCallbacks(Utf8JsonWriter writer, IReadOnlyList<(string Name, string State)> callbacks)
    {
        writer.WriteStartArray("callbacks");
        foreach ((string name, string state) in callbacks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WritePropertyName("state");
            writer.WriteRawValue(state);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Checkpoint ReadState(JsonElement state, IReadOnlyDictionary<string, Tensor> tensors, string file)
    {
        int version = state.GetProperty("version").GetInt32();
        if (version != Version)
        {
            throw new TensorFileException(
                $"{file}: a checkpoint of version {version}, this library reads version {Version}; "
                + "continue with the library that wrote it, or delete it to start the run from its beginning.");
        }

        JsonElement sums = state.GetProperty("sums");
        return new Checkpoint
        {
            Settings = state.GetProperty("settings").GetString()!,
            Seed = state.GetProperty("seed").GetUInt64(),
            Samples = state.GetProperty("samples").GetInt32(),
            BatchSize = state.GetProperty("batch_size").GetInt32(),
            Epoch = state.GetProperty("epoch").GetInt32(),
            Batch = state.GetProperty("batch").GetInt32(),
            Step = state.GetProperty("step").GetInt64(),
            Sums = new TrainingMetrics(
                sums.GetProperty("samples").GetInt64(),
                sums.GetProperty("loss").GetDouble(),
                sums.GetProperty("weight").GetDouble(),
                sums.GetProperty("correct").GetInt64()),
            LearningRate = state.GetProperty("learning_rate").GetDouble(),
            FrozenNodes = state.TryGetProperty("frozen_nodes", out JsonElement frozen) ? frozen.GetInt32() : 0, // older ones froze nothing
            StopTraining = state.GetProperty("stop_training").GetBoolean(),
            Callbacks =
            [
                .. state.GetProperty("callbacks").EnumerateArray()
                    .Select(callback => (callback.GetProperty("name").GetString()!, callback.GetProperty("state").GetRawText())),
            ],
            History = TrainingHistory.ReadJson(state.GetProperty("history")),
            Weights = WithPrefix(tensors, WeightsPrefix),
            OptimizerState = WithPrefix(tensors, OptimizerPrefix),
        };
    }

    private static Dictionary<string, Tensor> WithPrefix(IReadOnlyDictionary<string, Tensor> tensors, string prefix) =>
        tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);

    private static string Hash(string state, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(state));
        foreach ((string name, Tensor tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}[{string.Join(',', tensor.Dimensions)}]"));
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
