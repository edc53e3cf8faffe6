using Fer.TorchSharp;

namespace Fer.Training.Tests;

/// <summary>The engine that the trainer's tests run on here.</summary>
internal static class TestEngine
{
    public static IEngine Instance { get; } = new TorchEngine();
}
