using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Fer.Benchmarks.ConvolutionBenchmarks).Assembly).Run(args);
