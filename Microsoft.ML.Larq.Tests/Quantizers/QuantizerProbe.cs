using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>Runs quantizers on plain arrays, and the inputs that tests share.</summary>
internal static class QuantizerProbe
{
    /// <summary>Zero, both signs of it, the ends of the float range, what is no number.</summary>
    public static float[] Edges(float clip) =>
    [
        0f, -0f, clip, -clip, MathF.BitIncrement(clip), MathF.BitDecrement(clip), -MathF.BitIncrement(clip),
        -MathF.BitDecrement(clip), float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, -float.NaN,
    ];

    /// <summary>The edges and 1,000 values from U(−2, 2), the range of Larq's own tests.</summary>
    public static float[] Values(float clip, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Edges(clip), .. Enumerable.Range(0, 1000).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    public static float[] Forward(QuantizerModule quantizer, float[] x)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return quantizer.call(tensor(x)).data<float>().ToArray();
    }

    public static (float[] Output, float[] Gradient) Run(QuantizerModule quantizer, float[] x, float[] upstream)
    {
        using var scope = NewDisposeScope();
        var input = tensor(x, requires_grad: true);
        var output = quantizer.call(input);
        output.backward([tensor(upstream)]);
        return (output.data<float>().ToArray(), input.grad!.data<float>().ToArray());
    }

    public static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
