using System.Diagnostics;

namespace Fer.Cli.Tests;

/// <summary>The fer command as a process of its own, as its users run it.</summary>
internal sealed class FerProcess : IDisposable
{
    private static readonly string Command = Path.Combine(AppContext.BaseDirectory, "fer.dll");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private FerProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What stands between <c>dotnet</c> and the command.</summary>
    public static string[] HostArguments { get; set; } = [];

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static FerProcess Start(params IEnumerable<string> arguments) => StartProgram("dotnet", [.. HostArguments, Command, .. arguments]);

    /// <summary>Starts the command inside a shell script, where "$@" stands for the command with its arguments.</summary>
    public static FerProcess StartInShell(string script, params IEnumerable<string> arguments) =>
        StartProgram("sh", ["-c", script, "sh", "dotnet", .. HostArguments, Command, .. arguments]);

    public static FerResult Run(params IEnumerable<string> arguments)
    {
        using FerProcess process = Start(arguments);
        return process.WaitForExit();
    }

    public FerResult WaitForExit()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromMinutes(3)), "The command hangs.");
        return new FerResult(_process.ExitCode, _output.Result, _error.Result);
    }

    /// <summary>Ends the process at once, as kill -9 does.</summary>
    /// <returns>Whether it was still running.</returns>
    public bool KillAfter(TimeSpan delay)
    {
        bool ended = _process.WaitForExit(delay);
        if (!ended)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        return !ended;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static FerProcess StartProgram(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new FerProcess(Process.Start(start)!);
    }
}

/// <summary>How the command ended and what it said.</summary>
internal sealed record FerResult(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts success, showing what the command said otherwise.</summary>
    public FerResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Error}");
        return this;
    }

    /// <summary>Asserts exit code 2 and one line that holds all the words.</summary>
    public FerResult Refused(params IEnumerable<string> words)
    {
        Assert.True(ExitCode == 2, $"Exit code {ExitCode}: {Error}{Output}");
        string[] lines = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string line = Assert.Single(lines, text => text.StartsWith("fer: ", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }
}
