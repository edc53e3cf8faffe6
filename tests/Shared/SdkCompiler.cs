using System.Diagnostics;
using System.Reflection;

namespace Fer.Tests;

/// <summary>The C# compiler of the SDK, for tests of what compiles.</summary>
internal static class SdkCompiler
{
    /// <summary>Compiles a library. The test is skipped on a machine that has .NET without the SDK.</summary>
    /// <param name="files">The sources.</param>
    /// <param name="references">The assemblies beside those of .NET.</param>
    /// <param name="options">Further options of the compiler.</param>
    /// <returns>What the compiler says: nothing if all is well.</returns>
    public static string Compile(IEnumerable<string> files, IEnumerable<Assembly> references, params string[] options)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string? compiler = Directory.Exists(Path.Combine(dotnet, "sdk"))
            ? Directory.EnumerateFiles(Path.Combine(dotnet, "sdk"), "csc.dll", SearchOption.AllDirectories).Max(StringComparer.Ordinal)
            : null;
        Assert.SkipWhen(compiler is null, $"{dotnet} holds no SDK to compile with.");

        DirectoryInfo folder = Directory.CreateTempSubdirectory("fer-compiler-");
        try
        {
            IEnumerable<string> assemblies = Directory.EnumerateFiles(runtime, "System.*.dll")
                .Where(file => !file.EndsWith("Native.dll", StringComparison.Ordinal))
                .Concat(references.Select(assembly => assembly.Location));
            var start = new ProcessStartInfo(Path.Combine(dotnet, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
            {
                RedirectStandardOutput = true,
                ArgumentList = { "exec", compiler, "-nologo", "-target:library", $"-out:{Path.Combine(folder.FullName, "out.dll")}" },
            };
            foreach (string argument in options.Concat(assemblies.Select(file => $"-r:{file}")).Concat(files))
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
