using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fer.Cli.Console;
using Fer.Cli.Workflows;
using Fer.Models;

namespace Fer.Cli.Commands;

/// <summary><c>fer models</c>: the networks that there are.</summary>
internal sealed class ModelsCommand : FerCommand
{
    /// <summary>Freeze ratios and what papers call training so.</summary>
    private static readonly (double Ratio, string Regime)[] Regimes =
        [(0, "from scratch"), (0.3, "partially frozen"), (1, "pre-trained and frozen")];

    private readonly Option<int> _classes = new("--classes")
    {
        Description = "The number of classes; torchvision's networks have 1000.",
        DefaultValueFactory = _ => 1000,
        HelpName = "N",
    };

    private readonly Option<bool> _freeze = new("--freeze")
    {
        Description = "Show what the freeze ratios 0, 0.3 and 1 of 'fer train' keep from learning in each network.",
    };

    public ModelsCommand()
        : base("models", "List the networks with their parameters, multiply-adds and published input.")
    {
        Options.Add(_classes);
        Options.Add(_freeze);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        int classes = AtLeastOne(_classes, parsed);
        NetworkDefinition[] networks = [.. NetworkZoo.Names.Select(name => NetworkZoo.Create(name, classes))];
        context.Print(parsed.GetValue(_freeze) ? FreezeTable(networks) : Table(networks));
        context.WriteJson(json => WriteJson(json, networks));
    }

    private static string Table(NetworkDefinition[] networks) => TextColumns.Format(
    [
        ["network", "parameters", "multiply-adds", "input"],
        .. networks.Select(network => new[]
        {
            network.Name, Number(network.TrainableParameterCount), Number(network.MultiplyAdds), network.Input.ToString(),
        }),
    ]);

    private static string FreezeTable(NetworkDefinition[] networks) => TextColumns.Format(
    [
        ["network", "--freeze", "regime", "frozen weight layers", "last frozen", "parameters that learn"],
        .. networks.SelectMany(_ => Regimes, (network, regime) => FreezeRow(network, regime.Ratio, regime.Regime)),
    ]);

    private static string[] FreezeRow(NetworkDefinition network, double ratio, string regime)
    {
        FrozenPart part = FrozenPart.Of(network, ratio);
        return
        [
            network.Name, ratio.ToString(CultureInfo.InvariantCulture), regime,
            $"{part.WeightLayers} of {part.AllWeightLayers}", part.LastLayer ?? "-", Number(part.TrainedParameters),
        ];
    }

    private static void WriteJson(Utf8JsonWriter json, NetworkDefinition[] networks)
    {
        json.WriteStartArray();
        foreach (NetworkDefinition network in networks)
        {
            json.WriteStartObject();
            json.WriteString("name", network.Name);
            json.WriteNumber("parameters", network.TrainableParameterCount);
            json.WriteNumber("multiplyAdds", network.MultiplyAdds);
            json.WriteStartArray("input");
            foreach (int length in new[] { network.Input.Channels, network.Input.Height, network.Input.Width })
                json.WriteNumberValue(length);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
