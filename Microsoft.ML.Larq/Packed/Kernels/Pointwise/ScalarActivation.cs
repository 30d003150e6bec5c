using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed.Kernels.Pointwise;

/// <summary>The activation functions, in single precision; NaN stays NaN.</summary>
internal static class ScalarActivation
{
    /// <param name="function">Which.</param>
    /// <param name="values">The numbers, in place.</param>
    /// <param name="given">Its α; null for that of the function.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ActivationFunction function, Span<float> values, float? given = null)
    {
        var alpha = ActivationLayer.AlphaOf(function, given);
        switch (function)
        {
            case ActivationFunction.Linear:
                break;
            case ActivationFunction.Relu:
                foreach (ref var x in values) x = MathF.Max(x, 0);
                break;
            case ActivationFunction.Relu6:
                foreach (ref var x in values) x = MathF.Min(MathF.Max(x, 0), 6);
                break;
            case ActivationFunction.Relu1:
                foreach (ref var x in values) x = MathF.Min(MathF.Max(x, 0), 1);
                break;
            case ActivationFunction.HardTanh:
                foreach (ref var x in values) x = Clamp(x);
                break;
            case ActivationFunction.LeakyTanh:
                foreach (ref var x in values)
                    x = Clamp(x) + (alpha * (MathF.Max(x, 1) - 1)) + (alpha * (MathF.Min(x, -1) + 1));
                break;
            default:
                RunSmooth(function, values, alpha);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunSmooth(ActivationFunction function, Span<float> values, float alpha)
    {
        switch (function)
        {
            case ActivationFunction.Tanh:
                foreach (ref var x in values) x = MathF.Tanh(x);
                break;
            case ActivationFunction.Sigmoid:
                foreach (ref var x in values) x = 1 / (1 + MathF.Exp(-x));
                break;
            case ActivationFunction.Elu:
                foreach (ref var x in values) x = x > 0 ? x : (float)(alpha * SmoothFunctions.ExpMinusOne(x));
                break;
            case ActivationFunction.Gelu:
                foreach (ref var x in values) x = (float)(x * SmoothFunctions.Normal(x));
                break;
            case ActivationFunction.GeluTanh:
                foreach (ref var x in values) x = (float)SmoothFunctions.GeluTanh(x);
                break;
            case ActivationFunction.Swish:
                foreach (ref var x in values) x /= 1 + MathF.Exp(-x);
                break;
            case ActivationFunction.Softplus:
                foreach (ref var x in values) x = (float)SmoothFunctions.Softplus(x);
                break;
            default:
                throw new NotSupportedException($"The packed engine has no row for the activation {function}.");
        }
    }

    private static float Clamp(float x) => MathF.Min(MathF.Max(x, -1), 1);
}
