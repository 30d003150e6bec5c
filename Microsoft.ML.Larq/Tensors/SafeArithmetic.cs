using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tensors;

/// <summary>Tensor arithmetic with plain numbers that cannot be freed while native code reads them.</summary>
/// <remarks>
/// TorchSharp turns a number into a <see cref="Scalar"/> with a finalizer, takes its native handle, and keeps no
/// reference during the native call; a garbage collection in that moment frees the number that is being read. It is
/// rare, and happens: Torch then reports a nonsensical scalar or computes with garbage. The same holds for the hidden
/// factor 1 of every <c>add</c> without one, and for <c>item</c>. Here every scalar is held until the call is over.
/// </remarks>
internal static class SafeArithmetic
{
    private static readonly Scalar One = 1;
    private static readonly Scalar MinusOne = -1;

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x − y.</summary>
    public static Tensor Minus(this Tensor x, Tensor y) => x.add(y, MinusOne);

    /// <summary>x ← x + number, which the caller holds.</summary>
    public static Tensor AddInPlace(this Tensor x, Scalar number) => x.add_(number, One);

    /// <summary>x ← x + y.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x ← x + y·factor.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y, double factor)
    {
        using Scalar held = factor;
        return x.add_(y, held);
    }

    /// <summary>x + number.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.add(held, One);
    }

    /// <summary>x ← x + number.</summary>
    public static Tensor AddInPlace(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.add_(held, One);
    }

    /// <summary>x·number.</summary>
    public static Tensor Times(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.mul(held);
    }

    /// <summary>x ← x·number.</summary>
    public static Tensor MultiplyInPlace(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.mul_(held);
    }

    /// <summary>x ← x / number.</summary>
    public static Tensor DivideInPlace(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.div_(held);
    }

    /// <summary>x·x.</summary>
    public static Tensor Squared(this Tensor x) => x.mul(x);

    /// <summary>x ← x + a·b·factor.</summary>
    public static Tensor AddProductInPlace(this Tensor x, Tensor a, Tensor b, double factor)
    {
        using Scalar held = factor;
        return x.addcmul_(a, b, held);
    }

    /// <summary>x ← x + a/b·factor.</summary>
    public static Tensor AddQuotientInPlace(this Tensor x, Tensor a, Tensor b, double factor)
    {
        using Scalar held = factor;
        return x.addcdiv_(a, b, held);
    }

    /// <summary>min(max(x, least), most), as a differentiable function.</summary>
    public static Tensor Clamp(this Tensor x, double least, double most)
    {
        using Scalar low = least;
        using Scalar high = most;
        return x.clamp(low, high);
    }

    /// <summary>x ← min(max(x, least), most).</summary>
    public static Tensor ClampInPlace(this Tensor x, double least, double most)
    {
        using Scalar low = least;
        using Scalar high = most;
        return x.clamp_(low, high);
    }

    /// <summary>max(x, least), as a differentiable function.</summary>
    public static Tensor ClampMin(this Tensor x, double least)
    {
        using Scalar held = least;
        return x.clamp_min(held);
    }

    /// <summary>x where x &gt; 0, otherwise x·slope, as a differentiable function.</summary>
    public static Tensor Leaky(this Tensor x, double slope)
    {
        using Scalar held = slope;
        return x.leaky_relu(held);
    }

    /// <summary>x &gt; number, element by element.</summary>
    public static Tensor Above(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.gt(held);
    }

    /// <summary>x ≥ number, element by element.</summary>
    public static Tensor AtLeast(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.ge(held);
    }

    /// <summary>x ← 0, leaving no second handle behind.</summary>
    public static void Clear(this Tensor x)
    {
        using var handle = x.zero_();
    }

    /// <summary>The only element of a tensor, as a double.</summary>
    public static double Value(this Tensor x)
    {
        using var scope = NewDisposeScope();
        using var data = x.detach().to(ScalarType.Float64).cpu().data<double>();
        return data[0];
    }
}
