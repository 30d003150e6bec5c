using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class SeparableLayerTests
{
    [TestMethod]
    [DataRow(null, null, null)]
    [DataRow("ste_sign", "ste_sign", "ste_sign")]
    [DataRow("ste_sign", null, "ste_sign")]
    [DataRow(null, "ste_sign", null)]
    public void QuantSeparableConv2D_Grid_IsTheOracles(string? input, string? depthwise, string? pointwise)
    {
        var seed = 0;
        foreach (var (channels, multiplier) in new[] { (1, 1), (3, 2), (9, 1), (17, 1) })
        {
            foreach (var (size, stride) in new (Size2D, Size2D)[] { (1, 1), (3, 1), (3, 2), ((2, 4), (1, 3)) })
            {
                foreach (var (padding, pad) in new[] { (Padding.Valid, 0f), (Padding.Same, 0f), (Padding.Same, 1f) })
                {
                    var dilation = 1 + (seed % 2);
                    new PackedCase(seed++, new TensorShape(8, 11, channels), x => x.QuantSeparableConv2D(
                        18, size, stride, padding, pad, multiplier, input, depthwise, pointwise, dilation,
                        ActivationFunction.Relu, useBias: seed % 2 == 0)).AssertExact(
                        $"{channels}×{multiplier} channels, kernel {size}, strides {stride}, {padding}, {pad}");
                }
            }
        }
    }
}
