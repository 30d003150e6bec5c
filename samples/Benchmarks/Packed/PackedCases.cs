using Microsoft.ML.Larq.Packed.Sets;

namespace Larq.Benchmarks;

/// <summary>Every row of the packed engine.</summary>
internal static class PackedCases
{
    public static IEnumerable<Case> All(KernelSet kernels, bool quick)
    {
        BinaryCase[] convolutions =
        [
            BinaryCase.Convolution(56, 64), BinaryCase.Convolution(28, 128),
            BinaryCase.Convolution(14, 256), BinaryCase.Convolution(7, 512),
        ];
        foreach (var one in convolutions)
        {
            yield return one.Numbers(kernels);
            yield return one.Signs(kernels);
        }

        foreach (var one in convolutions) yield return one.AgainstBytes(kernels);
        yield return BinaryCase.Dense(1).Numbers(kernels);
        yield return BinaryCase.Dense(64).Numbers(kernels);
        yield return BinaryCase.Depthwise(56, 64).Numbers(kernels);
        yield return BinaryCase.Depthwise(56, 64).Signs(kernels);
        yield return PackCase.Row(kernels);
        yield return new FloatCase("fp32-conv", 56, 64, 64, 3).Row(kernels);
        yield return new FloatCase("fp32-pointwise", 28, 64, 128, 1).Row(kernels);
        yield return new FloatCase("fp32-depthwise", 56, 64, 64, 3, groups: 64).Row(kernels);
        yield return new FloatCase("fp32-stem", 112, 3, 64, 7).Row(kernels);
        yield return new FloatCase("real-sign-conv", 56, 64, 64, 3, signs: true).Row(kernels);
        yield return new FloatCase("real-sign-stem", 112, 3, 64, 7, signs: true).Row(kernels);
        yield return ThreadCases.Convolution(kernels);
        yield return ThreadCases.Dense();
        yield return ThreadCases.Network();
        var digits = new DigitCases();
        yield return digits.Predict();
        yield return digits.Transform(quick);
        foreach (var one in ChoiceCases.All(kernels)) yield return one;
    }
}
