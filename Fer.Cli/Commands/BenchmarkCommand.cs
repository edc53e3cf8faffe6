using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fer.Cli.Console;
using Fer.Cli.Workflows;
using Fer.Engine;

namespace Fer.Cli.Commands;

/// <summary><c>fer benchmark</c>: how fast the networks run on this machine.</summary>
internal sealed class BenchmarkCommand : FerCommand
{
    private readonly Option<string?> _only = new("--only") { Description = "Measure this network alone.", HelpName = "NAME" };

    private readonly Option<bool> _profile = new("--profile") { Description = "Show where the time goes, operation by operation." };

    private readonly Option<string> _engine = new("--engine")
    {
        Description = "The engine to measure.",
        DefaultValueFactory = _ => Engines.Cpu,
    };

    public BenchmarkCommand()
        : base("benchmark", "Measure how fast the networks train and predict here, on random values.")
    {
        _only.AcceptOnlyFromAmong([.. NetworkBenchmark.Settings.Select(setting => setting.Network)]);
        _engine.AcceptOnlyFromAmong(Engines.Names);
        Options.Add(_only);
        Options.Add(_engine);
        Options.Add(_profile);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string? only = parsed.GetValue(_only);
        string engine = parsed.GetRequiredValue(_engine);
        var results = new List<NetworkBenchmark>();
        foreach ((string network, TensorShape input, int classes, int batch) in NetworkBenchmark.Settings)
        {
            if (only is not null && only != network)
                continue;
            context.Messages.Note($"Measuring {network} on {input}, batches of {batch}, {engine}, {context.Threads} threads.");
            EngineProfiler? training = parsed.GetValue(_profile) ? new EngineProfiler() : null;
            EngineProfiler? prediction = parsed.GetValue(_profile) ? new EngineProfiler() : null;
            results.Add(NetworkBenchmark.Run(
                network, input, classes, batch, engine, context.Threads, training, prediction, context.CancellationToken));
            if (training is not null && prediction is not null)
            {
                context.Print($"{network}, training\n{ProfileReport.ToText(training)}");
                context.Print($"{network}, prediction\n{ProfileReport.ToText(prediction)}");
            }
        }

        context.Print(TextColumns.Format(
        [
            ["network", "batch", "train, img/s", "predict, img/s", "predict one, ms"],
            .. results.Select(result => new[]
            {
                result.Network, $"{result.Batch}", Figure(result.TrainImagesPerSecond), Figure(result.PredictImagesPerSecond),
                Figure(result.PredictOneMilliseconds),
            }),
        ]));
        context.WriteJson(json => WriteJson(json, results));
    }

    private static void WriteJson(Utf8JsonWriter json, List<NetworkBenchmark> results)
    {
        json.WriteStartArray();
        foreach (NetworkBenchmark result in results)
        {
            json.WriteStartObject();
            json.WriteString("network", result.Network);
            json.WriteNumber("threads", result.Threads);
            json.WriteNumber("batch", result.Batch);
            json.WriteNumber("trainImagesPerSecond", Math.Round(result.TrainImagesPerSecond, 3));
            json.WriteNumber("predictImagesPerSecond", Math.Round(result.PredictImagesPerSecond, 3));
            json.WriteNumber("predictOneMilliseconds", Math.Round(result.PredictOneMilliseconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Figure(double value) => value.ToString("N2", CultureInfo.InvariantCulture);
}
