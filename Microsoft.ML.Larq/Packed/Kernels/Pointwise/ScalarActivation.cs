using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed.Kernels.Pointwise;

/// <summary>The activation functions, in single precision; NaN stays NaN.</summary>
internal static class ScalarActivation
{
    private const float Leak = 0.2f;

    public static void Run(ActivationFunction function, Span<float> values)
    {
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
                    x = Clamp(x) + (Leak * (MathF.Max(x, 1) - 1)) + (Leak * (MathF.Min(x, -1) + 1));
                break;
            case ActivationFunction.Tanh:
                foreach (ref var x in values) x = MathF.Tanh(x);
                break;
            case ActivationFunction.Sigmoid:
                foreach (ref var x in values) x = 1 / (1 + MathF.Exp(-x));
                break;
            default:
                throw new NotSupportedException($"The packed engine has no row for the activation {function}.");
        }
    }

    private static float Clamp(float x) => MathF.Min(MathF.Max(x, -1), 1);
}
