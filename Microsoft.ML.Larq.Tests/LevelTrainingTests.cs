using Microsoft.ML.Larq.Model;

namespace Microsoft.ML.Larq.Tests;

/// <summary>A network with two-bit activations, trained, its statistics re-estimated, packed and compared.</summary>
[TestClass]
public class LevelTrainingTests
{
    [TestMethod]
    public void Fit_TwoBitNetwork_ScoresTheSameBitsPacked()
    {
        var options = Trainers.Options(epochs: 4);
        options.Network = (input, outputs) => input
            .QuantileThermometer(8)
            .QuantDense(64, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false)
            .QuantDense(150, "dorefa_quantizer", "magnitude_aware_sign_unclipped", useBias: false).BatchNormalization()
            .QuantDense(outputs, "dorefa_quantizer", "ste_sign", useBias: false, name: "last").BatchNormalization();
        var model = Trainers.Fit(new MLContext(1), options);
        Assert.AreEqual(new PackedAgreement(90, 90, 0), model.Agreement);
        var report = model.Packed.Report;
        Assert.IsTrue(report["quant_dense_1"].IsPacked);
        StringAssert.Contains(report["quant_dense_1"].Why, "2 planes of bits");
        StringAssert.Contains(report["last"].Why, "whole levels are summed");
    }
}
