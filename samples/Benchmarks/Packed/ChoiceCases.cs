using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Sets;

namespace Larq.Benchmarks;

/// <summary>
/// The kernels that are taken for a shape against those of every other set of this machine: one row each. None should
/// be more than 15 % faster, that is, no ratio below 0.87.
/// </summary>
internal static class ChoiceCases
{
    // Filters around the widths of vectors and tiles; patches of few words and of many; one row and several.
    private static readonly BinaryCase[] Shapes =
    [
        BinaryCase.Convolution(56, 64), BinaryCase.Convolution(28, 128),
        BinaryCase.Convolution(14, 256), BinaryCase.Convolution(7, 512),
        Convolution(56, 16, 16), Convolution(56, 32, 32), Convolution(28, 64, 24), Convolution(28, 64, 48),
        Convolution(28, 64, 96), Convolution(28, 32, 128), Convolution(28, 256, 64), Convolution(14, 512, 64),
        Convolution(14, 64, 192), Convolution(28, 64, 64, kernel: 1), Convolution(28, 256, 64, kernel: 1),
        Convolution(14, 512, 512, kernel: 1),
        BinaryCase.Dense(1), BinaryCase.Dense(8), BinaryCase.Dense(64),
        Dense(512, 512, 1), Dense(512, 10, 1), Dense(512, 10, 64), Dense(6576, 512, 1), Dense(6576, 512, 64),
    ];

    public static IEnumerable<Case> All(KernelSet kernels) => Shapes.SelectMany(shape => shape.AgainstOthers(kernels));

    private static BinaryCase Convolution(int side, int channels, int filters, int kernel = 3) => new(
        $"{side}x{side}x{channels}-{kernel}x{kernel}x{filters}", new TensorShape(side, side, channels), filters,
        kernel, 1);

    private static BinaryCase Dense(int inputs, int outputs, int rows) =>
        new($"dense-{inputs}x{outputs}-b{rows}", new TensorShape(1, 1, inputs), outputs, 1, rows);
}
