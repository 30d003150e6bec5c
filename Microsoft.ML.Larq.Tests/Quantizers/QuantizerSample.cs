using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>A quantizer with its formulas, written out again in doubles; the oracle of the contract.</summary>
/// <param name="Alias">As in a network.</param>
/// <param name="Clip">Where the gradient's window ends; edges are tried around it.</param>
/// <param name="Statistical">Whether one value changes what becomes of the others.</param>
/// <param name="IsLevel">Whether a value is one that the alphabet allows.</param>
/// <param name="Forward">q of a matrix's values, row-major, with so many columns.</param>
/// <param name="Gradient">The gradient to those values, from that to q.</param>
internal sealed record QuantizerSample(
    string Alias,
    float Clip,
    bool Statistical,
    Func<float, bool> IsLevel,
    Func<float[], int, double[]> Forward,
    Func<float[], float[], int, double[]> Gradient)
{
    public static QuantizerSample[] All { get; } =
    [
        Plain("ste_sign", 1, IsSign, Sign, Window(1)),
        Plain("ste_sign(clip_value=1.25)", 1.25f, IsSign, Sign, Window(1.25)),
        Plain("ste_sign(clip_value=None)", 1, IsSign, Sign, _ => 1),
        Plain("approx_sign", 1, IsSign, Sign, x => Math.Abs(x) <= 1 ? 2 - (2 * Math.Abs(x)) : 0),
        Plain("swish_sign", 88 / 5f, IsSign, Sign, Swish(5)),
        Plain("swish_sign(beta=10)", 8.8f, IsSign, Sign, Swish(10)),
        Plain("ste_heaviside", 1, v => v is 0 or 1, x => x > 0 ? 1 : 0, Window(1)),
        Plain("ste_heaviside(clip_value=None)", 1, v => v is 0 or 1, x => x > 0 ? 1 : 0, _ => 1),
        Plain("ste_tern", 0.05f, IsTernary, x => x >= 0.05f ? 1 : x <= -0.05f ? -1 : 0, Window(1)),
        Plain(
            "ste_tern(threshold_value=0.5, clip_value=0.5)", 0.5f, IsTernary,
            x => x >= 0.5 ? 1 : x <= -0.5 ? -1 : 0, Window(0.5)),
        Plain("ste_tern(threshold_value=0, clip_value=None)", 1, IsTernary, x => x > 0 ? 1 : x < 0 ? -1 : 0, _ => 1),
        new("ste_tern(ternary_weight_networks=True)", 1, true, IsTernary, (x, _) => Twn(x), EachSlope(Window(1))),
        Plain("dorefa_quantizer", 1, IsLevelOf(2, 0, 1), x => Levels(x, 2), Unit),
        Plain("dorefa_quantizer(k_bit=1)", 1, IsLevelOf(1, 0, 1), x => Levels(x, 1), Unit),
        Plain("dorefa_quantizer(k_bit=8)", 1, IsLevelOf(8, 0, 1), x => Levels(x, 8), Unit),
        new("dorefa_quantizer(mode=\"weights\")", 1, true, IsLevelOf(2, -1, 1), (x, _) => Weights(x, 2), WeightSlope),
        new(
            "dorefa_quantizer(k_bit=6, mode=\"weights\")", 1, true,
            IsLevelOf(6, -1, 1), (x, _) => Weights(x, 6), WeightSlope),
        Plain("NoOp(precision=1)", 1, _ => true, x => x, _ => 1),
        new(
            "magnitude_aware_sign", 1, true, _ => true, (x, n) => Scaled(x, Means(x, n)),
            (x, g, n) => Clipped(x, Product(g, Means(x, n)), 1)),
        new(
            "magnitude_aware_sign(clip_value=None)", 1, true, _ => true, (x, n) => Scaled(x, Means(x, n)),
            (x, g, n) => Product(g, Means(x, n))),
        new("xnor_weight_scale", 1, true, _ => true, (x, n) => Scaled(x, Means(Cut(x), n)), Xnor),
        new(
            "magnitude_aware_sign_unclipped", 1, true, _ => true, (x, _) => Scaled(x, [x.Average(Magnitude)]),
            (_, g, _) => Product(g, [1])),
        Plain("shifted_sign(shift=0.25)", 1, IsSign, x => x >= 0.25 ? 1 : -1, Window(1)),
    ];

    public Quantizer Quantizer => Quantizer.Parse(Alias);

    /// <summary>
    /// Edges and 1,000 values from U(−2, 2); not the ends of the float range where one value moves all.
    /// </summary>
    public float[] Values(int seed, int columns)
    {
        var values = QuantizerProbe.Values(Clip, seed);
        if (Statistical) values = [.. values.Where(value => MathF.Abs(value) < 1e9f)];
        return [.. values.Take(values.Length / columns * columns)];
    }

    public override string ToString() => Alias;

    private static QuantizerSample Plain(
        string alias, float clip, Func<float, bool> isLevel,
        Func<double, double> forward, Func<double, double> slope) =>
        new(alias, clip, false, isLevel, (x, _) => [.. x.Select(v => forward(v))], EachSlope(slope));

    // A gradient outside the window is dropped, not multiplied.
    private static Func<float[], float[], int, double[]> EachSlope(Func<double, double> slope) =>
        (x, g, _) => [.. x.Select((v, i) => slope(v) == 0 ? 0 : slope(v) * g[i])];

    private static double Magnitude(float value) => Math.Abs((double)value);

    private static bool IsSign(float value) => value is -1 or 1;

    private static bool IsTernary(float value) => value is -1 or 0 or 1;

    private static Func<float, bool> IsLevelOf(int bits, int low, int high) => value =>
    {
        var n = (1 << bits) - 1;
        var level = (value - low) / (double)(high - low) * n;
        return float.IsNaN(value) || (value >= low && value <= high && Math.Abs(level - Math.Round(level)) < 1e-4);
    };

    private static double Sign(double x) => x < 0 ? -1 : 1;

    private static Func<double, double> Window(double clip) => x => Math.Abs(x) <= clip ? 1 : 0;

    private static double Unit(double x) => x is >= 0 and <= 1 ? 1 : 0;

    // The limit far out, and what is no number, is 0.
    private static Func<double, double> Swish(double beta) => x => Math.Abs(beta * x) <= 88
        ? beta * (2 - (beta * x * Math.Tanh(beta * x / 2))) / (1 + Math.Cosh(beta * x))
        : 0;

    private static double Levels(double x, int bits)
    {
        var n = (1 << bits) - 1;
        return double.IsNaN(x) ? x : Math.Round((float)(Math.Min(Math.Max(x, 0), 1) * n)) / n;
    }

    private static double[] Twn(float[] x)
    {
        var threshold = 0.7 * x.Average(Magnitude);
        return [.. x.Select(v => v >= threshold ? 1.0 : v <= -threshold ? -1 : 0)];
    }

    private static double[] Weights(float[] x, int bits)
    {
        var n = (1 << bits) - 1;
        var largest = x.Max(v => Math.Tanh(Magnitude(v)));
        return [.. x.Select(v => (2 * Math.Round(n * ((Math.Tanh(v) / 2 / largest) + 0.5)) / n) - 1)];
    }

    private static double[] WeightSlope(float[] x, float[] g, int columns)
    {
        var largest = x.Max(v => Math.Tanh(Magnitude(v)));
        return [.. x.Select((v, i) => g[i] / (Math.Cosh(v) * Math.Cosh(v) * largest))];
    }

    private static double[] Means(float[] x, int columns) =>
        [.. Enumerable.Range(0, columns).Select(c => x.Where((_, i) => i % columns == c).Average(Magnitude))];

    private static double[] Scaled(float[] x, double[] scales) =>
        [.. x.Select((v, i) => scales[i % scales.Length] * Sign(v))];

    private static double[] Product(float[] g, double[] scales) =>
        [.. g.Select((v, i) => scales[i % scales.Length] * v)];

    private static double[] Clipped(float[] x, double[] gradient, float clip) =>
        [.. gradient.Select((v, i) => MathF.Abs(x[i]) <= clip ? v : 0)];

    private static float[] Cut(float[] x) => [.. x.Select(v => Math.Clamp(v, -1, 1))];

    private static double[] Xnor(float[] x, float[] g, int columns)
    {
        var scales = Means(Cut(x), columns);
        var rows = x.Length / columns;
        var sums = Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows)
            .Sum(r => g[(r * columns) + c] * Sign(x[(r * columns) + c]))).ToArray();
        var whole =
            x.Select((v, i) => (scales[i % columns] * g[i]) + (Math.Sign(v) * sums[i % columns] / rows)).ToArray();
        return Clipped(x, whole, 1);
    }
}
