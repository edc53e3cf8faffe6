using System.Globalization;
using Fer;
using Fer.Evaluation;

namespace SmoteBeforeSplit;

/// <summary>The figures of all seeds, as a table in Markdown.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, List<EvaluationResult>> _results = [];
    private readonly Dictionary<string, List<double>> _notes = [];

    public void Add(string row, Predictions predictions)
    {
        EvaluationResult result = Evaluator.Evaluate(predictions, []);
        Get(_results, row).Add(result);
        Console.Error.WriteLine($"{row}: accuracy {Text(result.Accuracy)}, macro F1 {Text(result.Macro.F1)}");
    }

    public void Note(string name, double value) => Get(_notes, name).Add(value);

    public void Print()
    {
        Console.WriteLine("| classifier | protocol | judged on | accuracy, each seed | mean | macro F1, mean |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach ((string row, List<EvaluationResult> results) in _results)
        {
            string each = string.Join(", ", results.Select(result => Text(result.Accuracy)));
            double accuracy = results.Average(result => result.Accuracy), f1 = results.Average(result => result.Macro.F1);
            Console.WriteLine($"| {row} | {each} | {Text(accuracy)} | {Text(f1)} |");
        }

        foreach ((string name, List<double> values) in _notes)
            Console.WriteLine($"{name}: {string.Join(", ", values.Select(Text))}");
    }

    private static List<T> Get<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out List<T>? list))
            lists[key] = list = [];
        return list;
    }

    private static string Text(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
