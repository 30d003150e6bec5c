using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Pointwise;

/// <summary>
/// Functions that .NET does not have, in double precision by <see cref="Math"/>'s exponential, logarithm and hyperbolic
/// tangent: a result is within 10⁻⁹ of itself, so that a float of it is wrong by no more than its rounding.
/// </summary>
internal static class SmoothFunctions
{
    // Below this a power series of three terms is exact to 10⁻¹², and a difference from 1 would not be.
    private const double Tiny = 1e-4;

    // Here the series and the continued fraction of the error function both have 10⁻¹² and better.
    private const double Far = 2.5;
    private const int Levels = 40;

    private static readonly double RootOfPi = Math.Sqrt(Math.PI);
    private static readonly double RootOfTwoByPi = Math.Sqrt(2 / Math.PI);

    /// <summary>eˣ − 1.</summary>
    public static double ExpMinusOne(double x) =>
        Math.Abs(x) < Tiny ? x * (1 + (x / 2 * (1 + (x / 3)))) : Math.Exp(x) - 1;

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).</summary>
    public static double Softplus(double x)
    {
        var small = Math.Exp(-Math.Abs(x));
        var log = small < Tiny ? small * (1 - (small / 2 * (1 - (small * 2 / 3)))) : Math.Log(1 + small);
        return Math.Max(x, 0) + log;
    }

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2, where (1 + tanh u) / 2 = 1 / (1 + e^−2u).</summary>
    public static double GeluTanh(double x) =>
        x / (1 + Math.Exp(-2 * RootOfTwoByPi * (x + (0.044715 * x * x * x))));

    /// <summary>Φ(x), the normal distribution: (1 + erf(x / √2)) / 2.</summary>
    public static double Normal(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        if (double.IsNaN(z)) return z;
        if (z < Far) return 0.5 * (1 + (Math.Sign(x) * Erf(z)));
        var tail = 0.5 * Erfc(z);
        return x > 0 ? 1 - tail : tail;
    }

    // Abramowitz and Stegun 1964, 7.1.6: erf z = 2/√π·e^−z²·Σ 2ⁿ·z²ⁿ⁺¹ / (1·3·…·(2n + 1)), all terms above 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Erf(double z)
    {
        var (sum, term) = (z, z);
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * z * z / ((2 * n) + 1);
            sum += term;
        }

        return 2 / RootOfPi * Math.Exp(-z * z) * sum;
    }

    // 7.1.14: √π·e^z²·erfc z = 1/(z + (1/2)/(z + 1/(z + (3/2)/(z + …)))), from its far end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Erfc(double z)
    {
        var fraction = z;
        for (var level = Levels; level >= 1; level--) fraction = z + (level / 2.0 / fraction);
        return Math.Exp(-z * z) / (fraction * RootOfPi);
    }
}
