using System.Runtime.CompilerServices;

namespace Fer.Cli.Optional.Tests;

/// <summary>Starts the command with this project's list of assemblies, which has the optional packages that its own lacks.</summary>
internal static class PackagesBesideTheCommand
{
    [ModuleInitializer]
    internal static void Initialize() => FerProcess.HostArguments =
    [
        "exec",
        "--depsfile", Path.Combine(AppContext.BaseDirectory, "Fer.Cli.Optional.Tests.deps.json"),
        "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "fer.runtimeconfig.json"),
    ];
}
