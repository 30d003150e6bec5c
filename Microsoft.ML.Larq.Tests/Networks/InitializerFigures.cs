using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>
/// What every initializer fills a weight with, by Keras' formulas, <c>keras.initializers</c>: the row that a new
/// initializer adds.
/// </summary>
/// <param name="Alias">As in a network.</param>
/// <param name="Shape">A shape that it fills.</param>
/// <param name="Check">Holds the values against the formula.</param>
/// <param name="Draws">Whether another seed gives other values.</param>
internal sealed record InitializerFigures(string Alias, TensorShape Shape, Action<float[]> Check, bool Draws = true)
{
    // The deviation of a standard normal number that is within ±2.
    private const double Cut = 0.87962566;

    // 5×4 cells, 25 channels in, 80 filters: fan_in 500, fan_out 1600.
    private static readonly TensorShape Kernel = new(5, 4, 25, 80);

    public static InitializerFigures[] Rows { get; } =
    [
        Exactly("zeros", new(3, 4), _ => 0),
        Exactly("ones", new(3, 4), _ => 1),
        Exactly("constant", new(3, 4), _ => 0),
        Exactly("constant(value=-2.5)", new(3, 4), _ => -2.5),
        Exactly("identity", new(3, 4), i => i / 4 == i % 4 ? 1 : 0),
        Exactly("identity(gain=-0.5)", new(4, 2), i => i / 2 == i % 2 ? -0.5 : 0),

        // The outer product of 1 2 1 with itself over 16, for each of two channels and of three multipliers.
        Exactly("blur", new(3, 3, 2, 3), i => new[] { 1, 2, 1 }[i / 18] * new[] { 1, 2, 1 }[i / 6 % 3] / 16.0),
        Even("random_uniform", 0.05),
        Even("random_uniform(minval=-0.25, maxval=0.25)", 0.25),
        new("random_uniform(minval=1, maxval=3)", Kernel, x => Moments(x, 2, 1 / 3.0, 1, 3)),
        Even("glorot_uniform", Math.Sqrt(6.0 / 2100)),
        Even("he_uniform", Math.Sqrt(6.0 / 500)),
        Even("lecun_uniform", Math.Sqrt(3.0 / 500)),
        Even("variance_scaling(scale=3, mode=\"fan_out\", distribution=\"uniform\")", Math.Sqrt(9.0 / 1600)),
        Even("variance_scaling(mode='fan_avg', distribution='uniform')", Math.Sqrt(3.0 / 1050)),
        new("random_normal", Kernel, x => Moments(x, 0, 0.0025)),
        new("random_normal(mean=-1, stddev=2)", Kernel, x => Moments(x, -1, 4)),
        new("variance_scaling(scale=5, distribution=\"untruncated_normal\")", Kernel, x => Moments(x, 0, 0.01)),

        // Cut at two deviations and not widened; those of a given variance are widened before.
        new("truncated_normal", Kernel, x => Moments(x, 0, 0.0025 * Cut * Cut, -0.1, 0.1)),
        new("truncated_normal(mean=3, stddev=0.5)", Kernel, x => Moments(x, 3, 0.25 * Cut * Cut, 2, 4)),
        Truncated("glorot_normal", 2.0 / 2100),
        Truncated("he_normal", 2.0 / 500),
        Truncated("lecun_normal", 1.0 / 500),
        Truncated("variance_scaling", 1.0 / 500),
        Truncated("variance_scaling(mode=\"fan_out\")", 1.0 / 1600),
        Truncated("variance_scaling(scale=4, mode=\"fan_avg\", distribution=\"normal\")", 4.0 / 1050),
        Orthonormal("orthogonal", new(7, 7), 1),
        Orthonormal("orthogonal(gain=2)", new(3, 3, 5, 11), 2),
        Orthonormal("orthogonal(gain=0.5)", new(2, 2, 3, 30), 0.5),
        Orthonormal("orthogonal", new(1, 9), 1),
    ];

    public override string ToString() => $"{Alias} of {Shape}";

    private static InitializerFigures Exactly(string alias, TensorShape shape, Func<int, double> value) => new(
        alias, shape, values =>
        {
            for (var i = 0; i < values.Length; i++) Assert.AreEqual((float)value(i), values[i], $"{alias}, {i}");
        },
        Draws: false);

    // An even number in ±l has the variance l²/3.
    private static InitializerFigures Even(string alias, double limit) =>
        new(alias, Kernel, values => Moments(values, 0, limit * limit / 3, -limit, limit));

    private static InitializerFigures Truncated(string alias, double variance) => new(
        alias, Kernel,
        values => Moments(values, 0, variance, -2 * Math.Sqrt(variance) / Cut, 2 * Math.Sqrt(variance) / Cut));

    // The mean of n values deviates by σ/√n and their variance by less than 1.5·σ²/√n; five times that is out of reach.
    // Bounds are kept, and come near to.
    private static void Moments(
        float[] values, double mean, double variance, double least = double.NaN, double most = double.NaN)
    {
        Assert.AreEqual(mean, values.Average(value => (double)value), 5 * Math.Sqrt(variance / values.Length));
        Assert.AreEqual(
            variance, values.Average(value => Math.Pow(value - mean, 2)), 7.5 * variance / Math.Sqrt(values.Length));
        if (double.IsNaN(least)) return;
        var slack = 1e-6 * (most - least);
        Assert.IsInRange(least - slack, least + (0.01 * (most - least)), values.Min());
        Assert.IsInRange(most - (0.01 * (most - least)), most + slack, values.Max());
    }

    // Of a matrix of product-of-the-others rows and last-axis columns, whichever are fewer.
    private static InitializerFigures Orthonormal(string alias, TensorShape shape, double gain) => new(
        alias, shape, values =>
        {
            var columns = shape.Channels;
            var rows = values.Length / columns;
            var vectors = Enumerable.Range(0, Math.Min(rows, columns))
                .Select(k => Enumerable.Range(0, Math.Max(rows, columns))
                    .Select(i => (double)values[rows >= columns ? (i * columns) + k : (k * columns) + i]).ToArray())
                .ToArray();
            for (var a = 0; a < vectors.Length; a++)
            {
                for (var b = 0; b < vectors.Length; b++)
                {
                    var dot = vectors[a].Zip(vectors[b], (x, y) => x * y).Sum();
                    Assert.AreEqual(a == b ? gain * gain : 0, dot, 1e-5, $"{alias}, {a}, {b}");
                }
            }
        });
}
