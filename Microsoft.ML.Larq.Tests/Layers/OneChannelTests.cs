using Microsoft.ML.Larq.Layers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>
/// Images of one channel whose channel lies last in memory, as ML.NET gives them, and windows that reach the right
/// border at once: Torch's own convolution mixes their rows up.
/// </summary>
[TestClass]
public class OneChannelTests
{
    [TestMethod]
    public void Forward_OneOutputColumn_IsThatOfTheSameImageOtherwiseInMemory()
    {
        for (var filters = 1; filters <= 5; filters += 4)
        {
            for (var strides = 1; strides <= 3; strides++)
            {
                for (var width = 2; width <= 6; width++)
                {
                    using var flat = new QuantConv2D(1, filters, (2, 2), (1, strides), useBias: false);
                    Check(flat, [3, 5, width, 1], $"{filters} filters, {strides} cells a step, {width} wide");
                    using var deep = new QuantConv3D(1, filters, (1, 2, 2), (1, 1, strides), useBias: false);
                    Check(deep, [3, 2, 5, width, 1], $"{filters} filters, {strides} cells a step, {width} wide, deep");
                }
            }
        }
    }

    private static void Check(QuantFilterConvolution layer, long[] shape, string what)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(4);
        using (no_grad())
            layer.Kernel.copy_(randint(-8, 9, layer.Kernel.shape, ScalarType.Float32, generator: random) / 8);
        var last = randint(-4, 5, shape, ScalarType.Float32, generator: random);
        long[] order = [0, shape.Length - 1, .. Enumerable.Range(1, shape.Length - 2).Select(axis => (long)axis)];
        var image = last.permute(order);
        var plain = zeros(image.shape);
        plain.copy_(image);
        Assert.AreNotEqual(plain.stride(1), image.stride(1), "the channel lies elsewhere");
        var (expected, expectedInput, expectedKernel) = Run(layer, plain);
        var (actual, input, kernel) = Run(layer, image);
        CollectionAssert.AreEqual(expected, actual, what);
        CollectionAssert.AreEqual(expectedInput, input, $"{what}: the input's gradient");
        CollectionAssert.AreEqual(expectedKernel, kernel, $"{what}: the kernel's gradient");
    }

    private static (float[] Output, float[] Input, float[] Kernel) Run(QuantFilterConvolution layer, Tensor image)
    {
        layer.zero_grad();
        var x = image.detach().requires_grad_();
        var y = layer.call(x);
        (y * y).sum().backward();
        return (y.Values(), x.grad!.Values(), layer.Kernel.grad!.Values());
    }
}
