using System.Runtime.InteropServices;

namespace Fer.Engine;

/// <summary>Zeroed floats outside the managed heap, aligned to a cache line, so that kernels can hold pointers to them.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const nuint CacheLine = 64;

    public NativeBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = (nuint)Math.Max(length, 1) * sizeof(float);
        try
        {
            Pointer = (float*)NativeMemory.AlignedAlloc((bytes + CacheLine - 1) / CacheLine * CacheLine, CacheLine);
        }
        catch (OutOfMemoryException error)
        {
            throw new FerException(
                $"The network needs a block of {bytes >> 20} MiB, more than there is; use smaller batches or pictures.", error);
        }

        NativeMemory.Clear(Pointer, bytes);
    }

    ~NativeBuffer() => Free();

    public long Length { get; }

    public float* Pointer { get; private set; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
