using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>Float32, as it is.</summary>
internal sealed class SingleFormat : INumberFormat
{
    public static SingleFormat Only { get; } = new();

    public int Size => sizeof(float);

    public void Write(ReadOnlySpan<float> numbers, Span<byte> bytes) => MemoryMarshal.AsBytes(numbers).CopyTo(bytes);

    public void Read(ReadOnlySpan<byte> bytes, Span<float> numbers) => bytes.CopyTo(MemoryMarshal.AsBytes(numbers));

    public void Add(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        var from = MemoryMarshal.Cast<byte, float>(bytes);
        var a = MemoryMarshal.Cast<float, Vector<float>>(from);
        var b = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        for (var i = 0; i < b.Length; i++) b[i] += a[i];
        for (var i = b.Length * Vector<float>.Count; i < numbers.Length; i++) numbers[i] += from[i];
    }
}
