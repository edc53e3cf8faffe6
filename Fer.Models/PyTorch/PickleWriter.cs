using System.Buffers.Binary;
using System.Text;

namespace Fer.Models;

/// <summary>Writes the pickle of a state dict (protocol 2) as <c>torch.save</c> does, but without its back references.</summary>
/// <param name="destination">Takes the pickle.</param>
internal sealed class PickleWriter(Stream destination)
{
    private const int Protocol = 2;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes an OrderedDict of tensors, each contiguous in a storage of its own.</summary>
    /// <param name="tensors">The tensors; the storages' keys are their positions.</param>
    public void WriteStateDict(IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        Write(PickleOpcode.Proto);
        destination.WriteByte(Protocol);
        WriteEmptyOrderedDict();
        Write(PickleOpcode.Mark);
        for (int i = 0; i < tensors.Count; i++)
        {
            WriteString(tensors[i].Key);
            WriteTensor(tensors[i].Value, storageKey: $"{i}");
        }

        Write(PickleOpcode.SetItems);
        Write(PickleOpcode.Stop);
    }

    /// <summary><c>_rebuild_tensor_v2(storage, offset, size, strides, requires_grad, backward_hooks)</c>.</summary>
    private void WriteTensor(Tensor tensor, string storageKey)
    {
        WriteGlobal("torch._utils", "_rebuild_tensor_v2");
        Write(PickleOpcode.Mark);
        WriteStorage(storageKey, tensor.Values.Length);
        WriteInteger(0);
        WriteTuple(tensor.Dimensions);
        WriteTuple(Strides(tensor.Dimensions));
        Write(PickleOpcode.NewFalse);
        WriteEmptyOrderedDict();
        Write(PickleOpcode.Tuple);
        Write(PickleOpcode.Reduce);
    }

    private void WriteStorage(string key, int count)
    {
        Write(PickleOpcode.Mark);
        WriteString("storage");
        WriteGlobal("torch", "FloatStorage");
        WriteString(key);
        WriteString("cpu");
        WriteInteger(count);
        Write(PickleOpcode.Tuple);
        Write(PickleOpcode.BinPersId);
    }

    private void WriteEmptyOrderedDict()
    {
        WriteGlobal("collections", "OrderedDict");
        Write(PickleOpcode.EmptyTuple);
        Write(PickleOpcode.Reduce);
    }

    private void WriteTuple(IReadOnlyList<int> values)
    {
        Write(PickleOpcode.Mark);
        foreach (int value in values)
            WriteInteger(value);
        Write(PickleOpcode.Tuple);
    }

    private void WriteInteger(int value)
    {
        Write(PickleOpcode.BinInt);
        WriteInt32(value);
    }

    private void WriteString(string text)
    {
        byte[] bytes = Utf8.GetBytes(text);
        Write(PickleOpcode.BinUnicode);
        WriteInt32(bytes.Length);
        destination.Write(bytes);
    }

    private void WriteGlobal(string module, string name)
    {
        Write(PickleOpcode.Global);
        destination.Write(Utf8.GetBytes($"{module}\n{name}\n"));
    }

    private void WriteInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        destination.Write(bytes);
    }

    private void Write(PickleOpcode opcode) => destination.WriteByte((byte)opcode);

    private static int[] Strides(IReadOnlyList<int> dimensions)
    {
        var strides = new int[dimensions.Count];
        int stride = 1;
        for (int axis = strides.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(1, dimensions[axis]); // as PyTorch counts past empty dimensions
        }

        return strides;
    }
}
