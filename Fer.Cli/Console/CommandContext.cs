using System.Text.Json;

namespace Fer.Cli.Console;

/// <summary>What every command is run with: the common options, and where its words go.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Json">Where the result goes as JSON: a file, "-" for standard output, null for nowhere.</param>
/// <param name="Messages">Standard error.</param>
/// <param name="CancellationToken">Cancelled by Ctrl-C.</param>
internal sealed record CommandContext(ulong Seed, int Threads, string? Json, MessageConsole Messages, CancellationToken CancellationToken)
{
    private const string StandardOutput = "-";

    /// <summary>Prints a result for people to standard output, unless that is taken by the JSON.</summary>
    public void Print(string text)
    {
        if (Json != StandardOutput)
            System.Console.Out.WriteLine(text);
    }

    /// <summary>Writes the result as JSON where it was asked for.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        if (Json is null)
            return;
        byte[] json = JsonText.ToBytes(write);
        if (Json != StandardOutput)
        {
            AtomicFile.WriteAllBytes(Json, json);
            return;
        }

        using Stream output = System.Console.OpenStandardOutput();
        output.Write(json);
    }
}
