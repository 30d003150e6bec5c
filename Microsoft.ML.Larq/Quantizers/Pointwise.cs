using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Runs a pointwise quantizer in one pass over float32 values in main memory.</summary>
internal abstract class Pointwise
{
    /// <summary>How many values a step of the loops takes.</summary>
    protected const int Lanes = 8;

    /// <summary>Runs a rule.</summary>
    public static Pointwise Of<TRule>(TRule rule)
        where TRule : struct, IPointwiseRule => new Loops<TRule>(rule);

    /// <summary>q(x), or null where x does not lie in plain memory.</summary>
    public Tensor? Quantize(Tensor input)
    {
        using var x = input.InOrder(ScalarType.Float32);
        if (x is null) return null;
        var output = empty_like(input, requires_grad: false);
        using var q = output.InOrder(ScalarType.Float32)!;
        Quantize(x.Elements<float>(), q.Elements<float>());
        return output;
    }

    /// <summary>The gradient to x, or null where x and its gradient do not lie alike in plain memory.</summary>
    public Tensor? Gradient(Tensor input, Tensor upstream)
    {
        if (is_grad_enabled() || !input.LiesAs(upstream)) return null;
        using var x = input.InOrder(ScalarType.Float32);
        using var dy = upstream.InOrder(ScalarType.Float32);
        if (x is null || dy is null) return null;
        var gradient = empty_like(input, requires_grad: false);
        using var dx = gradient.InOrder(ScalarType.Float32)!;
        Gradient(x.Elements<float>(), dy.Elements<float>(), dx.Elements<float>());
        return gradient;
    }

    /// <summary>q(x) of each value.</summary>
    public abstract void Quantize(ReadOnlySpan<float> x, Span<float> q);

    /// <summary>The gradient of each value.</summary>
    public abstract void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<float> upstream, Span<float> gradient);

    /// <summary>q(x) of each value in bfloat16, which holds it exactly.</summary>
    public abstract void Quantize(ReadOnlySpan<float> x, Span<ushort> q);

    /// <summary>The gradient of each value, from one in bfloat16.</summary>
    public abstract void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<ushort> upstream, Span<float> gradient);

    private sealed class Loops<TRule>(TRule rule) : Pointwise
        where TRule : struct, IPointwiseRule
    {
        public override void Quantize(ReadOnlySpan<float> x, Span<float> q)
        {
            var local = rule;
            var from = MemoryMarshal.Cast<float, Vector256<float>>(x);
            var to = MemoryMarshal.Cast<float, Vector256<float>>(q)[..from.Length];
            for (var i = 0; i < from.Length; i++) to[i] = local.Quantize(from[i]);
            var rest = from.Length * Lanes;
            if (rest < x.Length) Store(local.Quantize(Load(x[rest..])), q[rest..]);
        }

        public override void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<float> upstream, Span<float> gradient)
        {
            var local = rule;
            var from = MemoryMarshal.Cast<float, Vector256<float>>(x);
            var above = MemoryMarshal.Cast<float, Vector256<float>>(upstream)[..from.Length];
            var to = MemoryMarshal.Cast<float, Vector256<float>>(gradient)[..from.Length];
            for (var i = 0; i < from.Length; i++) to[i] = local.Gradient(from[i], above[i]);
            var rest = from.Length * Lanes;
            if (rest < x.Length) Store(local.Gradient(Load(x[rest..]), Load(upstream[rest..])), gradient[rest..]);
        }

        public override void Quantize(ReadOnlySpan<float> x, Span<ushort> q)
        {
            var local = rule;
            var from = MemoryMarshal.Cast<float, Vector256<float>>(x);
            var to = MemoryMarshal.Cast<ushort, Vector128<ushort>>(q)[..from.Length];
            for (var i = 0; i < from.Length; i++) to[i] = Cut(local.Quantize(from[i]));
            var rest = from.Length * Lanes;
            if (rest == x.Length) return;
            Span<ushort> lanes = stackalloc ushort[Lanes];
            Cut(local.Quantize(Load(x[rest..]))).CopyTo(lanes);
            lanes[..(x.Length - rest)].CopyTo(q[rest..]);
        }

        public override void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<ushort> upstream, Span<float> gradient)
        {
            var local = rule;
            var from = MemoryMarshal.Cast<float, Vector256<float>>(x);
            var above = MemoryMarshal.Cast<ushort, Vector128<ushort>>(upstream)[..from.Length];
            var to = MemoryMarshal.Cast<float, Vector256<float>>(gradient)[..from.Length];
            for (var i = 0; i < from.Length; i++) to[i] = local.Gradient(from[i], Widened(above[i]));
            var rest = from.Length * Lanes;
            if (rest == x.Length) return;
            Span<ushort> lanes = stackalloc ushort[Lanes];
            lanes.Clear();
            upstream[rest..x.Length].CopyTo(lanes);
            Store(local.Gradient(Load(x[rest..]), Widened(Vector128.Create<ushort>(lanes))), gradient[rest..x.Length]);
        }

        // bfloat16 is the upper half of float32.
        private static Vector128<ushort> Cut(Vector256<float> x)
        {
            var upper = Vector256.ShiftRightLogical(x.AsUInt32(), 16);
            return Vector128.Narrow(upper.GetLower(), upper.GetUpper());
        }

        private static Vector256<float> Widened(Vector128<ushort> x)
        {
            var (lower, upper) = Vector128.Widen(x);
            return Vector256.ShiftLeft(Vector256.Create(lower, upper), 16).AsSingle();
        }

        private static Vector256<float> Load(ReadOnlySpan<float> few)
        {
            Span<float> lanes = stackalloc float[Lanes];
            lanes.Clear();
            few.CopyTo(lanes);
            return Vector256.Create<float>(lanes);
        }

        private static void Store(Vector256<float> values, Span<float> few)
        {
            Span<float> lanes = stackalloc float[Lanes];
            values.CopyTo(lanes);
            lanes[..few.Length].CopyTo(few);
        }
    }
}
