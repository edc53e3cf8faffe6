using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Fer.Cli.Tests")]
