using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fer.Cli.Console;

/// <summary>Makes indented JSON that ends in a line feed.</summary>
internal static class JsonText
{
    // Files and terminals, not web pages: letters beyond ASCII stay readable.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
