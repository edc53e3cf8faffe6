namespace Fer.Preprocessing.Tests;

/// <summary>Errors about data sets, and what their messages must say.</summary>
internal static class DatasetAssert
{
    public static void Fails(Action action, params string[] parts)
    {
        DatasetException error = Assert.Throws<DatasetException>(action);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    /// <summary>The error names a file and a line.</summary>
    public static void FailsAt(long line, Action action, params string[] parts)
    {
        DatasetFormatException error = Assert.Throws<DatasetFormatException>(action);
        Assert.Equal(line, error.Line);
        Assert.StartsWith($"{error.File}, line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
