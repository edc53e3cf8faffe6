using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Fer.Engine.Tests")]
[assembly: InternalsVisibleTo("Fer.Benchmarks")]
