using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>
/// Bfloat16, the upper half of a float32: rounded to the nearest, ties to even; what is beyond the largest becomes an
/// infinity, and a NaN stays one.
/// </summary>
internal sealed class BFloat16Format : INumberFormat
{
    private const uint Magnitude = 0x7FFF_FFFF;
    private const uint Infinity = 0x7F80_0000;
    private const uint Quiet = 0x0040_0000;
    private const uint HalfLess = 0x7FFF;

    public static BFloat16Format Only { get; } = new();

    public int Size => sizeof(ushort);

    public void Write(ReadOnlySpan<float> numbers, Span<byte> bytes)
    {
        var from = MemoryMarshal.Cast<float, uint>(numbers);
        var to = MemoryMarshal.Cast<byte, ushort>(bytes);
        var width = Vector<ushort>.Count;
        var i = 0;
        for (; i <= from.Length - width; i += width)
        {
            var low = Rounded(new Vector<uint>(from[i..]));
            var high = Rounded(new Vector<uint>(from[(i + Vector<uint>.Count)..]));
            Vector.Narrow(low, high).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++) to[i] = Rounded(from[i]);
    }

    public void Read(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        var from = MemoryMarshal.Cast<byte, ushort>(bytes);
        var to = MemoryMarshal.Cast<float, uint>(numbers);
        var width = Vector<ushort>.Count;
        var i = 0;
        for (; i <= to.Length - width; i += width)
        {
            Vector.Widen(new Vector<ushort>(from[i..]), out var low, out var high);
            Vector.ShiftLeft(low, 16).CopyTo(to[i..]);
            Vector.ShiftLeft(high, 16).CopyTo(to[(i + Vector<uint>.Count)..]);
        }

        for (; i < to.Length; i++) to[i] = (uint)from[i] << 16;
    }

    public void Add(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        const int Piece = 1024;
        Span<float> some = stackalloc float[Piece];
        for (var at = 0; at < numbers.Length; at += Piece)
        {
            var to = numbers.Slice(at, Math.Min(Piece, numbers.Length - at));
            Read(bytes.Slice(at * Size, to.Length * Size), some[..to.Length]);
            SingleFormat.Only.Add(MemoryMarshal.AsBytes(some[..to.Length]), to);
        }
    }

    private static ushort Rounded(uint bits) => (ushort)((bits & Magnitude) > Infinity
        ? (bits | Quiet) >> 16
        : (bits + HalfLess + ((bits >> 16) & 1)) >> 16);

    private static Vector<uint> Rounded(Vector<uint> bits)
    {
        var isNaN = Vector.GreaterThan(bits & new Vector<uint>(Magnitude), new Vector<uint>(Infinity));
        var even = Vector.ShiftRightLogical(bits, 16) & Vector<uint>.One;
        var rounded = bits + new Vector<uint>(HalfLess) + even;
        return Vector.ShiftRightLogical(
            Vector.ConditionalSelect(isNaN, bits | new Vector<uint>(Quiet), rounded), 16);
    }
}
