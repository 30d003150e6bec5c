using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>The formula of every clipping at the bound 3, in doubles: the row that a new clipping adds.</summary>
/// <param name="Clipping">The clipping.</param>
/// <param name="Formula">From all weights' gradients to what is left of them.</param>
internal sealed record ClippingArithmetic(GradientClipping Clipping, Func<double[][], double[][]> Formula)
{
    private const double Limit = 3;

    // Keras' clipvalue, clipnorm and global_clipnorm, https://keras.io/api/optimizers/; the last as Pascanu et al.
    // 2013, https://arxiv.org/abs/1211.5063, algorithm 1.
    public static IReadOnlyDictionary<string, ClippingArithmetic> Rows { get; } =
        new Dictionary<string, ClippingArithmetic>
        {
            ["ValueClipping"] = new(
                GradientClipping.ByValue(3),
                all => [.. all.Select(g => g.Select(x => x > Limit ? Limit : x < -Limit ? -Limit : x).ToArray())]),
            ["NormClipping"] = new(
                GradientClipping.ByNorm(3), all => [.. all.Select(g => Shrunk(g, Norm(g)))]),
            ["GlobalNormClipping"] = new(
                GradientClipping.ByGlobalNorm(3),
                all => [.. all.Select(g => Shrunk(g, Norm(all.SelectMany(x => x))))]),
        };

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(x => x * x));

    private static double[] Shrunk(double[] values, double norm) =>
        norm > Limit ? [.. values.Select(x => x * Limit / norm)] : values;
}
