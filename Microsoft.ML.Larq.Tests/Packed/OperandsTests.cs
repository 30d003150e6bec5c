using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>
/// Every geometry takes in the same: signs, 0 and 1, levels, with kernels of signs, of −1, 0 and +1, and of signs that
/// are scaled; against the oracle.
/// </summary>
[TestClass]
public class OperandsTests
{
    private static readonly string[] Inputs =
    [
        "ste_sign", "ste_heaviside", "dorefa_quantizer(k_bit=1)", "dorefa_quantizer",
        "dorefa_quantizer(k_bit=5)",
    ];

    private static readonly string[] Kernels =
        ["ste_sign", "ste_tern", "magnitude_aware_sign", "magnitude_aware_sign_unclipped", "xnor_weight_scale"];

    public static IEnumerable<object[]> Pairs =>
        from input in Inputs
        from kernel in Kernels
        select new object[] { input, kernel };

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void Transposed_Grid_IsTheOracles(string input, string kernel)
    {
        var seed = 0;
        foreach (var (channels, filters) in new[] { (1, 3), (5, 3), (33, 20), (64, 130) })
        {
            foreach (var (size, strides) in new (Size2D, Size2D)[] { (3, 2), ((2, 3), 1), (4, (3, 2)), (2, 3) })
            {
                var padding = seed % 2 == 0 ? PadMode.Same : PadMode.Valid;
                var one = new PackedCase(seed++, new TensorShape(4, 5, channels), x => x.QuantConv2DTranspose(
                    filters, size, strides, padding, null, input, kernel, 1 + (seed % 2), Activation(seed),
                    useBias: seed % 3 > 0));
                one.AssertClose($"{channels} → {filters}, {size}, {strides}, {padding}", rows: 2);

                // A scale for each input channel is none of a filter, unless there is one channel.
                if (channels > 1 && kernel is "magnitude_aware_sign" or "xnor_weight_scale") continue;
                if (channels == 64 && size == (Size2D)3) AssertPacked(one, input);
            }

            new PackedCase(seed++, new TensorShape(2, 3, 2, channels), x => x.QuantConv3DTranspose(
                filters, (2, 3, 1), (2, 1, 3), seed % 2 == 0 ? PadMode.Same : PadMode.Valid, null, input, kernel))
                .AssertClose($"{channels} → {filters}, 3-D", rows: 2);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void LocallyConnected_Grid_IsTheOracles(string input, string kernel)
    {
        var seed = 0;
        foreach (var (channels, filters) in new[] { (1, 3), (5, 7), (33, 20), (64, 70) })
        {
            foreach (var (size, strides) in new (Size2D, Size2D)[] { (1, 2), ((2, 3), 1), (3, (1, 2)) })
            {
                var one = new PackedCase(seed++, new TensorShape(4, 5, channels), x => x.QuantLocallyConnected2D(
                    filters, size, strides, input, kernel, Activation(seed), useBias: seed % 3 > 0));
                one.AssertClose($"{channels} → {filters}, {size}, {strides}", rows: 2);
                if (channels == 64 && size == (Size2D)3) AssertPacked(one, input);
            }

            new PackedCase(seed++, new TensorShape(9, channels), x => x.QuantLocallyConnected1D(
                filters, 3, 2, input, kernel)).AssertClose($"{channels} → {filters}, 1-D", rows: 2);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void Depthwise_Grid_IsTheOracles(string input, string kernel)
    {
        var seed = 0;
        foreach (var (channels, multiplier) in new[] { (1, 3), (5, 2), (9, 1), (70, 1) })
        {
            foreach (var pad in new[] { 0f, 1f })
            {
                foreach (var size in new Size2D[] { 1, 3, (2, 5) })
                {
                    new PackedCase(seed++, new TensorShape(6, 7, channels), x => x.QuantDepthwiseConv2D(
                        size, 1 + (seed % 2), PadMode.Same, pad, multiplier, input, kernel,
                        activation: Activation(seed), useBias: seed % 3 > 0)).AssertClose(
                        $"{channels}×{multiplier}, {size}, {pad}", rows: 2);
                }
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void Separable_Grid_IsTheOracles(string input, string kernel)
    {
        var seed = 0;
        foreach (var (channels, multiplier, filters) in new[] { (1, 1, 3), (5, 2, 4), (33, 1, 70), (64, 2, 130) })
        {
            foreach (var pad in new[] { 0f, 1f })
            {
                foreach (var (size, strides) in new (Size2D, Size2D)[] { (1, 1), (3, 2), ((2, 3), 1) })
                {
                    foreach (var pointwise in new[] { kernel, Kernels[seed % Kernels.Length] })
                    {
                        new PackedCase(seed++, new TensorShape(6, 5, channels), x => x.QuantSeparableConv2D(
                            filters, size, strides, PadMode.Same, pad, multiplier, input, kernel, pointwise,
                            activation: Activation(seed), useBias: seed % 3 > 0)).AssertClose(
                            $"{channels}×{multiplier} → {filters}, {size}, {strides}, {pad}, {pointwise}", rows: 2);
                    }
                }
            }

            new PackedCase(seed++, new TensorShape(9, channels), x => x.QuantSeparableConv1D(
                filters, 3, 1, PadMode.Causal, 0, multiplier, input, kernel, kernel)).AssertClose(
                $"{channels}×{multiplier} → {filters}, 1-D", rows: 2);
        }
    }

    // Of every kernel set: which decides nothing here.
    private static void AssertPacked(PackedCase one, string input)
    {
        foreach (var network in one.Networks)
        {
            var line = network.Report.Layers[0];
            Assert.IsTrue(line.IsPacked, line.Why);
            StringAssert.StartsWith(line.Why, $"input {input}, kernel ");
        }
    }

    private static ActivationFunction Activation(int seed) =>
        seed % 4 == 0 ? ActivationFunction.HardTanh : ActivationFunction.Linear;
}
