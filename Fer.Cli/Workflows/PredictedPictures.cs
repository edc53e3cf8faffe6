using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fer.Cli.Workflows;

/// <summary>What a network said of pictures.</summary>
/// <param name="Files">The pictures as they were named.</param>
/// <param name="Logits">Pictures x classes.</param>
/// <param name="Predictions">The class probabilities.</param>
internal sealed record PredictedPictures(IReadOnlyList<string> Files, Tensor Logits, Predictions Predictions)
{
    private const int MostListed = 5;

    /// <summary>The likeliest classes of each picture, one line a picture.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Files.Count; i++)
        {
            IEnumerable<string> likeliest = Predictions.Classes.Zip(Predictions.Row(i).ToArray())
                .OrderByDescending(score => score.Second).Take(MostListed)
                .Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.First} {score.Second:P1}"));
            text.Append(Files[i]).Append(": ").AppendJoin(", ", likeliest).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        int classes = Predictions.Classes.Count;
        json.WriteStartArray();
        for (int i = 0; i < Files.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("file", Files[i]);
            json.WriteStartArray("logits");
            foreach (float logit in Logits.Values.AsSpan(i * classes, classes))
                json.WriteNumberValue(logit);
            json.WriteEndArray();
            json.WriteStartObject("scores");
            for (int c = 0; c < classes; c++)
                json.WriteNumber(Predictions.Classes[c], Predictions.Row(i)[c]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
