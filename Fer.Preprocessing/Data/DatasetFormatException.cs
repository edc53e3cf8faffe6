namespace Fer.Preprocessing;

/// <summary>A line of a data set's file that does not say what it should.</summary>
public sealed class DatasetFormatException : FerException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="reason">What is wrong with it, and the way out.</param>
    public DatasetFormatException(string file, long line, string reason)
        : base($"{file}, line {line}: {reason}")
    {
        File = file;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }
}
