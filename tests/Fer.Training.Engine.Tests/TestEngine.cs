using Fer.Engine;

namespace Fer.Training.Tests;

/// <summary>The engine that the trainer's tests run on here.</summary>
internal static class TestEngine
{
    public static IEngine Instance { get; } = new CpuEngine(new CpuEngineOptions { Threads = 2 });
}
