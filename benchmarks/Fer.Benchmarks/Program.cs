using BenchmarkDotNet.Running;
using Fer.Benchmarks;

if (args is ["errors"])
    KernelErrors.Print();
else
    BenchmarkSwitcher.FromAssembly(typeof(ConvolutionBenchmarks).Assembly).Run(args);
