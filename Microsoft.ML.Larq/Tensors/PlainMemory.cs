using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tensors;

/// <summary>The memory of tensors whose elements lie one after another, for loops of our own over them.</summary>
/// <remarks>
/// Elements lie in the order of the axes, or, as Torch's convolutions like it, with the second of four axes last
/// ("channels last"). Two tensors of one layout hold element i of both at index i.
/// </remarks>
internal static class PlainMemory
{
    /// <summary>
    /// A view in the order in which the elements lie: the tensor itself or one with the channels last; null where they
    /// lie scattered, on another device, or are of another type.
    /// </summary>
    public static Tensor? InOrder(this Tensor tensor, ScalarType type)
    {
        if (tensor.device_type != DeviceType.CPU || tensor.dtype != type || tensor.numel() is 0 or > int.MaxValue / 4)
            return null;
        if (tensor.is_contiguous()) return tensor.alias();
        if (tensor.dim() != 4) return null;
        var last = tensor.permute(0, 2, 3, 1);
        if (last.is_contiguous()) return last;
        last.Dispose();
        return null;
    }

    /// <summary>The elements of a tensor that lies in order.</summary>
    public static Span<T> Elements<T>(this Tensor inOrder)
        where T : struct => MemoryMarshal.Cast<byte, T>(inOrder.bytes);

    /// <summary>Whether every element is a finite number.</summary>
    public static bool IsFinite(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        if (tensor.InOrder(ScalarType.Float32) is not { } inOrder) return tensor.isfinite().all().Value() != 0;
        foreach (var value in inOrder.Elements<float>())
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }

    /// <summary>Whether two tensors of one shape lie in one order.</summary>
    public static bool LiesAs(this Tensor x, Tensor y) => x.stride().AsSpan().SequenceEqual(y.stride());
}
