using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Which kernels are clipped to their quantizer's window: those of one bit, and no others.</summary>
[TestClass]
public class LatentClipTests
{
    // Beyond the window a ternary kernel receives no gradient either, but its levels say nothing of a limit.
    [TestMethod]
    [DataRow("ste_tern", 3f)]
    [DataRow("ste_tern(clip_value=0.5)", 3f)]
    [DataRow("ste_tern(ternary_weight_networks=True)", 3f)]
    [DataRow("dorefa_quantizer(mode=\"weights\")", 3f)]
    [DataRow("ste_heaviside", 1f)]
    [DataRow("ste_heaviside(clip_value=0.5)", 0.5f)]
    [DataRow("magnitude_aware_sign", 1f)]
    [DataRow("shifted_sign", 1f)]
    public void Apply_KernelBeyondTheWindow_IsClippedWhereItHasOneBit(string quantizer, float limit)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(3), x => x.QuantDense(1, kernelQuantizer: quantizer));
        var weights = Probe.Weights(definition, ("quant_dense/kernel", [3, -3, 0.25f]));
        using var network = new NetworkModule(definition, weights, seed: 0);
        new LatentClip(network, window: true).Apply();
        CollectionAssert.AreEqual(
            new[] { limit, -limit, 0.25f }, network.Save()["quant_dense/kernel"].Values.ToArray());
    }

    // Nobody steps it, so nothing drives it away either.
    [TestMethod]
    public void Apply_FrozenKernel_StaysAsItIs()
    {
        var definition = NetworkDefinition.Build(new TensorShape(2), x => x
            .Frozen(y => y.QuantDense(1, kernelQuantizer: "ste_sign", kernel: new() { Constraint = "weight_clip" }))
            .Dense(1));
        var weights = Probe.Weights(definition, ("quant_dense/kernel", [3, -3]));
        using var network = new NetworkModule(definition, weights, seed: 0);
        new LatentClip(network, window: true).Apply();
        CollectionAssert.AreEqual(new float[] { 3, -3 }, network.Save()["quant_dense/kernel"].Values.ToArray());
    }
}
