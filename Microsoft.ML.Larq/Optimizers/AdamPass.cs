using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>
/// A step of Adam in one pass over the weight, its gradient and both averages, where Torch makes eight: m ← β₁m +
/// (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − a·m/(b·√v + ε), all in float32, each operation rounded.
/// </summary>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Rate">a = η/(1 − β₁ᵗ).</param>
/// <param name="Root">b = 1/√(1 − β₂ᵗ).</param>
internal readonly record struct AdamPass(double Beta1, double Beta2, double Epsilon, double Rate, double Root)
{
    // So many values that sharing them out among threads pays.
    private const int Piece = 1 << 16;

    /// <summary>Makes the step; false, and nothing done, where the tensors do not lie alike in plain memory.</summary>
    public bool Run(Tensor weight, Tensor gradient, Tensor mean, Tensor square)
    {
        if (!weight.LiesAs(gradient) || !weight.LiesAs(mean) || !weight.LiesAs(square)) return false;
        using var w = weight.InOrder(ScalarType.Float32);
        using var g = gradient.InOrder(ScalarType.Float32);
        using var m = mean.InOrder(ScalarType.Float32);
        using var v = square.InOrder(ScalarType.Float32);
        if (w is null || g is null || m is null || v is null) return false;
        var threads = get_num_threads();
        if (threads == 1 || w.numel() < 2 * Piece)
        {
            Run(w.Elements<float>(), g.Elements<float>(), m.Elements<float>(), v.Elements<float>());
            return true;
        }

        var (pass, count) = (this, (int)w.numel());
        var (weights, gradients, means, squares) = (w, g, m, v);
        Parallel.For(
            0, ((count - 1) / Piece) + 1, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece =>
        {
            var range = new Range(piece * Piece, Math.Min((piece + 1) * Piece, count));
            pass.Run(
                weights.Elements<float>()[range], gradients.Elements<float>()[range],
                means.Elements<float>()[range], squares.Elements<float>()[range]);
        });
        return true;
    }

    internal void Run(Span<float> weight, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        var (beta1, rest1, beta2, rest2) = ((float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2));
        var (epsilon, rate, root) = ((float)Epsilon, (float)Rate, (float)Root);
        var w = MemoryMarshal.Cast<float, Vector256<float>>(weight);
        var g = MemoryMarshal.Cast<float, Vector256<float>>(gradient)[..w.Length];
        var m = MemoryMarshal.Cast<float, Vector256<float>>(mean)[..w.Length];
        var v = MemoryMarshal.Cast<float, Vector256<float>>(square)[..w.Length];
        var least = Vector256.Create(epsilon);
        for (var i = 0; i < w.Length; i++)
        {
            var to = g[i];
            var average = (m[i] * beta1) + (to * rest1);
            var spread = (v[i] * beta2) + (to * to * rest2);
            (m[i], v[i]) = (average, spread);
            w[i] -= average * rate / ((Vector256.Sqrt(spread) * root) + least);
        }

        for (var i = w.Length * Vector256<float>.Count; i < weight.Length; i++)
        {
            var to = gradient[i];
            mean[i] = (mean[i] * beta1) + (to * rest1);
            square[i] = (square[i] * beta2) + (to * to * rest2);
            weight[i] -= mean[i] * rate / ((MathF.Sqrt(square[i]) * root) + epsilon);
        }
    }
}
