using System.ComponentModel;
using System.Diagnostics;

namespace Fer.Models.Tests;

/// <summary>Runs the scripts that need PyTorch, with the first Python that has it.</summary>
internal static class PythonScript
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    /// <summary>Runs a script; skips the test where no Python has the modules.</summary>
    /// <param name="name">The script's name in the folder of scripts.</param>
    /// <param name="modules">What it imports, for example "torch".</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed.</returns>
    public static string Run(string name, string[] modules, params string[] arguments)
    {
        string[] pythons = [Environment.GetEnvironmentVariable("FER_PYTHON") ?? "python3", "/usr/bin/python3"];
        string hasModules =
            $"import importlib.util, sys; sys.exit(not all(map(importlib.util.find_spec, '{string.Join(' ', modules)}'.split())))";
        string? python = Array.Find(pythons, candidate => Start(candidate, "-c", hasModules) is { Code: 0 });
        Assert.SkipWhen(
            python is null,
            $"No python3 with {string.Join(" and ", modules)} is installed. Install them, set the environment variable FER_PYTHON to the " +
            $"Python that has them, and run: dotnet test tests/Fer.Models.Tests --filter {nameof(PyTorchInterchangeTests)}");
        string script = Path.Combine(AppContext.BaseDirectory, "scripts", name);
        (int code, string output) = Start(python!, [script, .. arguments])!.Value;
        Assert.True(code == 0, $"{name} ended with {code}:\n{output}");
        return output;
    }

    private static (int Code, string Output)? Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(MaxTime))
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (Win32Exception) // there is no such program
        {
            return null;
        }
    }
}
