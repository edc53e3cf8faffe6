using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Fer.Preprocessing.Tests")]
