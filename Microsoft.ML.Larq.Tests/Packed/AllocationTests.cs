using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class AllocationTests
{
    [TestMethod]
    public void Score_AfterTheFirstRow_AllocatesNothing()
    {
        var images = new PackedCase(1, new TensorShape(9, 9, 3), x => x
            .Conv2D(16, 3, padding: Padding.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
            .Residual(y => y.QuantConv2D(
                16, 3, padding: Padding.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
                .BatchNormalization(epsilon: PackedCase.Epsilon).Activation(ActivationFunction.HardTanh))
            .QuantConv2D(40, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .MaxPool2D(2).Concatenate(x.Conv2D(2, 3).AveragePool2D(2)).GlobalAveragePool().Dense(5));
        var vectors = new PackedCase(2, new TensorShape(7), x => x
            .QuantileThermometer(5).QuantDense(70, kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon).QuantDense(3, "ste_sign", "ste_sign"));
        var levels = new PackedCase(3, new TensorShape(9, 9, 3), x => x
            .QuantConv2D(96, 3, inputQuantizer: "dorefa_quantizer", kernelQuantizer: "ste_sign").MaxPool2D(2)
            .QuantConv2D(9, 3, inputQuantizer: "dorefa_quantizer", kernelQuantizer: "magnitude_aware_sign")
            .Flatten().QuantDense(5, "dorefa_quantizer(k_bit=9)", "ste_sign"));
        Assert.AreEqual(2, levels.Network.Report.Layers.Count(layer => layer.Arithmetic == PackedArithmetic.Packed));
        foreach (var one in new[] { images, vectors, levels })
        {
            var row = one.Row();
            foreach (var network in one.Networks)
            {
                var scores = new float[network.OutputSize];
                for (var i = 0; i < 3; i++) network.Score(row, scores);
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 50; i++) network.Score(row, scores);
                Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }
    }
}
