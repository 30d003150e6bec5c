using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class LatentTests
{
    // Kernels of 3 and −3: what is left of them shows the limit.
    [TestMethod]
    [DataRow("weight_clip(clip_value=0.5)", "ste_sign", true, 0.5f)]
    [DataRow("weight_clip(clip_value=0.5)", "ste_sign", false, 0.5f)]
    [DataRow("weight_clip(clip_value=2)", "ste_sign", true, 2f)]
    [DataRow("weight_clip", null, false, 1f)]
    [DataRow(null, "ste_sign", true, 1f)]
    [DataRow(null, "ste_sign(clip_value=1.25)", true, 1.25f)]
    [DataRow(null, "approx_sign", true, 1f)]
    [DataRow(null, "ste_sign", false, 3f)]
    [DataRow(null, null, true, 3f)]
    public void Apply_ConstraintAndWindow_ClampTheKernel(
        string? constraint, string? quantizer, bool window, float limit) =>
        AssertClip(constraint, quantizer, window, limit);

    // Without a window every gradient passes, and nothing is worth clipping to.
    [TestMethod]
    public void Apply_QuantizerWithoutWindow_LeavesTheKernel() => AssertClip(null, Quantizer.SteSign(null), true, 3f);

    [TestMethod]
    public void From_KernelOfSigns_GetsTheMagnitudeOfFreshOnes()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(2),
            x => x.QuantDense(4, kernelQuantizer: "ste_sign").QuantDense(1, kernelQuantizer: "ste_sign").Dense(1));
        var weights = Probe.Weights(
            definition,
            ("quant_dense/kernel", [1, -1, 1, 1, -1, -1, 1, -1]),
            ("quant_dense_1/kernel", [1, -1, 0.5f, 1]),
            ("dense/kernel", [1]));
        var latent = LatentStart.From(definition, weights);

        // √(6 / (2 + 4)) = 1 for the first; the second holds a latent value and the third has no quantizer.
        CollectionAssert.AreEqual(
            weights["quant_dense/kernel"].Values.ToArray(), latent["quant_dense/kernel"].Values.ToArray());
        CollectionAssert.AreEqual(new[] { 1, -1, 0.5f, 1 }, latent["quant_dense_1/kernel"].Values.ToArray());
        CollectionAssert.AreEqual(new[] { 1f }, latent["dense/kernel"].Values.ToArray());
        latent.Verify(definition);
    }

    // 3·3 cells, 4 channels in, 20 out: √(6 / (9·24)).
    [TestMethod]
    public void From_ConvolutionOfSigns_CountsItsField()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5, 5, 4), x => x.QuantConv2D(20, 3, kernelQuantizer: "ste_sign"));
        var signs = Enumerable.Range(0, 720).Select(i => i % 2 == 0 ? 1f : -1f).ToArray();
        var latent = LatentStart.From(definition, Probe.Weights(definition, ("quant_conv2d/kernel", signs)));
        Assert.AreEqual(Math.Sqrt(6 / 216.0), latent["quant_conv2d/kernel"].Values[0], 1e-7);
        Assert.AreEqual(-Math.Sqrt(6 / 216.0), latent["quant_conv2d/kernel"].Values[1], 1e-7);
    }

    private static void AssertClip(WeightConstraint? constraint, Quantizer? quantizer, bool window, float limit)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(2),
            x => x.QuantDense(1, kernelQuantizer: quantizer, kernel: new() { Constraint = constraint }));
        var weights = Probe.Weights(definition, ("quant_dense/kernel", [3, -3]), ("quant_dense/bias", [7]));
        using var network = new NetworkModule(definition, weights, seed: 0);
        new LatentClip(network, window).Apply();
        CollectionAssert.AreEqual(new[] { limit, -limit }, network.Save()["quant_dense/kernel"].Values.ToArray());
        CollectionAssert.AreEqual(new[] { 7f }, network.Save()["quant_dense/bias"].Values.ToArray());
    }
}
