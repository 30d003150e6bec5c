using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;

namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>
/// What becomes of a layer's sums: · factor, + centre, · unit, + bias, activation, · scale, + offset; each step rounded
/// to single precision, each left out where its array is empty. Immutable.
/// </summary>
/// <param name="bias">One per filter, or none.</param>
/// <param name="activation">The function.</param>
/// <param name="scale">One per filter, or none; of a batch normalization that follows.</param>
/// <param name="offset">As many as <paramref name="scale"/>.</param>
/// <param name="factor">1, or ½ or −½ where signs stand for other numbers, such as 0 and 1.</param>
/// <param name="centers">One per filter, or none; multiples of ½, so that the first two steps are exact.</param>
/// <param name="units">One per filter, or none; what 1 in the sum is worth.</param>
internal sealed class SumFinish(
    float[] bias, ActivationFunction activation, float[] scale, float[] offset, float factor, float[] centers,
    float[] units)
{
    public SumFinish(float[] bias, ActivationFunction activation)
        : this(bias, activation, [], [], 1, [], [])
    {
    }

    /// <summary>For sums of signs that stand for other numbers.</summary>
    public SumFinish(float[] bias, ActivationFunction activation, float factor, float[] centers)
        : this(bias, activation, [], [], factor, centers, [])
    {
    }

    /// <summary>Leaves sums as they are.</summary>
    public static SumFinish Nothing { get; } = new([], ActivationFunction.Linear);

    public float Factor => factor;

    public ActivationFunction Activation => activation;

    public float[] Centers => centers;

    public float[] Units => units;

    public float[] Bias => bias;

    public float[] Scale => scale;

    public float[] Offset => offset;

    /// <summary>Whether there is an activation.</summary>
    public bool Activates { get; } = activation != ActivationFunction.Linear;

    /// <summary>Whether the activation is none or min(max(x, <see cref="Low"/>), <see cref="High"/>).</summary>
    public bool Clamps { get; } = VectorActivation.Bounds(activation) is not null;

    public float Low { get; } = VectorActivation.Bounds(activation)?.Low ?? 0;

    public float High { get; } = VectorActivation.Bounds(activation)?.High ?? 0;

    /// <summary>Whether scale and offset are the only steps.</summary>
    public bool IsScaleAlone { get; } = bias.Length == 0 && activation == ActivationFunction.Linear
        && scale.Length > 0 && factor == 1 && centers.Length == 0 && units.Length == 0;

    public long Bytes =>
        ((long)bias.Length + scale.Length + offset.Length + centers.Length + units.Length) * sizeof(float);

    /// <summary>Whether an activation can still be taken in.</summary>
    public bool CanActivate => !Activates && CanNormalize;

    /// <summary>Whether a batch normalization can still be taken in.</summary>
    public bool CanNormalize => scale.Length == 0;

    /// <summary>Whether a larger sum never gives a smaller number, or never a larger one, rounding included.</summary>
    public bool IsMonotone => Clamps;

    /// <summary>The same, with an activation after it.</summary>
    public SumFinish Then(ActivationFunction next) => new(bias, next, [], [], factor, centers, units);

    /// <summary>The same, with a batch normalization after it.</summary>
    public SumFinish Then(float[] nextScale, float[] nextOffset) =>
        new(bias, activation, nextScale, nextOffset, factor, centers, units);

    /// <summary>The same with each filter's unit multiplied; null leaves the units as they are.</summary>
    public SumFinish Times(float[]? more) => more is null ? this : new(
        bias, activation, scale, offset, factor, centers,
        units.Length == 0 ? more : [.. units.Zip(more, (unit, times) => times * unit)]);

    /// <summary>The same for one pixel, where each has a bias of its own.</summary>
    /// <param name="pixel">The pixel.</param>
    /// <param name="filters">Filters of a pixel.</param>
    public SumFinish Of(int pixel, int filters) => new(
        bias.Length > 0 ? bias[(pixel * filters)..((pixel + 1) * filters)] : bias, activation, scale, offset, factor,
        centers, units);

    /// <summary>The same for sums of which another makes whole numbers first.</summary>
    /// <param name="first">A factor and centres, and nothing else.</param>
    public SumFinish Behind(SumFinish first) =>
        new(bias, activation, scale, offset, first.Factor, first.Centers, units);

    /// <summary>Finishes whole pixels in place.</summary>
    public void Run(Span<float> sums)
    {
        if (factor != 1) VectorRows.Multiply(sums, factor);
        VectorArithmetic.AddRows(sums, centers);
        VectorArithmetic.MultiplyRows(sums, units);
        VectorArithmetic.AddRows(sums, bias);
        VectorActivation.Run(activation, sums);
        VectorArithmetic.ScaleRows(sums, scale, offset);
    }

    /// <summary>Finishes the sum of one filter.</summary>
    public float One(float x, int filter)
    {
        x *= factor;
        if (centers.Length > 0) x += centers[filter];
        if (units.Length > 0) x *= units[filter];
        if (bias.Length > 0) x += bias[filter];
        if (Activates) ScalarActivation.Run(activation, new Span<float>(ref x));
        if (scale.Length == 0) return x;
        var product = x * scale[filter];
        return product + offset[filter];
    }
}
