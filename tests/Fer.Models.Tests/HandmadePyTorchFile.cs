using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Fer.Models.Tests;

/// <summary>PyTorch files put together by hand; pickles are written as text, one character a byte.</summary>
internal static class HandmadePyTorchFile
{
    private const string LegacyStart =
        "\u0080\u0002\u008a\u000a\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019." // the magic number
        + "\u0080\u0002M\u00e9\u0003." // version 1001
        + "\u0080\u0002}."; // nothing about the machine

    /// <summary>The pickle of a dictionary with one tensor "w" in a storage "0" of so many floats.</summary>
    public static string Pickle(string offset, string size, string strides, string count = "K\u0004") =>
        $"}}X\x1\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\x7\0\0\0storagectorch\nFloatStorage\nX\x1\0\0\0" +
        $"0X\x3\0\0\0cpu{count}tQ{offset}({size}t({strides}t\u0089}}tRs.";

    /// <summary>A whole number of 64 bits, in a pickle.</summary>
    public static string Int64(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return "\u008a\u0008" + Encoding.Latin1.GetString(bytes);
    }

    /// <summary>The older form with one storage "0", up to the storage's first element.</summary>
    public static byte[] Legacy(string pickle, long count)
    {
        byte[] start = Encoding.Latin1.GetBytes($"{LegacyStart}\u0080\u0002{pickle}\u0080\u0002]X\x1\0\0\0" + "0a.");
        var file = new byte[start.Length + 8];
        start.CopyTo(file, 0);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(start.Length), count);
        return file;
    }

    /// <summary>A zip file with entries that are stored as they are.</summary>
    public static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string content) in entries)
                AddEntry(archive, name, Encoding.Latin1.GetBytes(content));
        }

        return file.ToArray();
    }

    /// <summary>Adds an entry that is stored as it is.</summary>
    public static void AddEntry(ZipArchive archive, string name, byte[] content)
    {
        using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }
}
