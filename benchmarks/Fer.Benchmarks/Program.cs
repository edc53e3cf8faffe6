using Fer.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["errors"])
    KernelErrors.Print();
else
    BenchmarkSwitcher.FromAssembly(typeof(ConvolutionBenchmarks).Assembly).Run(args);
