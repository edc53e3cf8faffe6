using System.CommandLine;
using System.Text.Json;
using Fer.Cli.Console;
using Fer.Cli.Workflows;

namespace Fer.Cli.Commands;

/// <summary><c>fer features RUN DATA --out FILE.npz</c>: what a trained network makes of pictures, for classical learners.</summary>
internal sealed class FeaturesCommand : FerCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a finished run." };
    private readonly Argument<string> _data = new("DATA") { Description = DataArgument.Description };
    private readonly Option<string> _output = new("--out")
    {
        Description = "The .npz file to write: features (float32), labels, classes, ids, and the network's own probabilities.",
        Required = true,
        HelpName = "FILE",
    };

    private readonly Option<string?> _split = new("--split")
    {
        Description = "Which split of DATA; by default all of it.",
        HelpName = "NAME",
    };

    public FeaturesCommand()
        : base("features", "Compute the penultimate features of pictures with a trained network.")
    {
        Arguments.Add(_run);
        Arguments.Add(_data);
        Options.Add(_output);
        Options.Add(_split);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string output = parsed.GetRequiredValue(_output);
        NetworkFeatures features = new FeaturesWorkflow(context).Run(
            parsed.GetRequiredValue(_run), parsed.GetRequiredValue(_data), parsed.GetValue(_split));
        features.Save(output, context.CancellationToken);
        FeatureTable table = features.Table;
        int trained = features.Trained!.Count(known => known);
        context.Print($"{output}: {table.Count} rows of {table.Columns} features by {features.Model}");
        if (trained > 0)
        {
            context.Messages.Note(
                $"{trained} of the {table.Count} pictures were used to train the network; learn from them, do not judge by them.");
        }

        context.WriteJson(json => WriteJson(json, table, trained));
    }

    private static void WriteJson(Utf8JsonWriter json, FeatureTable table, int trained)
    {
        json.WriteStartObject();
        json.WriteNumber("rows", table.Count);
        json.WriteNumber("features", table.Columns);
        json.WriteNumber("trained", trained);
        json.WriteStartObject("classes");
        int[] counts = table.CountPerClass();
        for (int c = 0; c < counts.Length; c++)
            json.WriteNumber(table.Classes[c], counts[c]);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
