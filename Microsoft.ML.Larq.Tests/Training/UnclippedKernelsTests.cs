using System.Collections.Concurrent;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class UnclippedKernelsTests
{
    // Larq's layer tests: a sign kernel without a constraint warns, one with it does not; wider quantizers and NoOp
    // never.
    [TestMethod]
    [DataRow("ste_sign", null, true)]
    [DataRow("approx_sign", null, true)]
    [DataRow("magnitude_aware_sign", null, true)]
    [DataRow("ste_sign", "weight_clip", false)]
    [DataRow("ste_sign", "max_norm", false)]
    [DataRow("ste_tern", null, false)]
    [DataRow("dorefa_quantizer(mode='weights')", null, false)]
    [DataRow("NoOp(precision=1)", null, false)]
    [DataRow(null, null, false)]
    public void Warnings_OfAKernel_FollowLarqsRule(string? quantizer, string? constraint, bool warns)
    {
        var network = NetworkDefinition.Build(new TensorShape(4, 4, 1), x => x
            .QuantConv2D(2, 3, kernelQuantizer: quantizer, kernel: new() { Constraint = constraint }, name: "c"));
        var warnings = UnclippedKernels.Warnings(network).ToArray();
        Assert.HasCount(warns ? 1 : 0, warnings);
        if (!warns) return;
        Assert.AreEqual((WarningNames.UnclippedKernel, "c"), (warnings[0].Name, warnings[0].Layer));
        StringAssert.Contains(warnings[0].Message, $"binary kernel ({quantizer})");
        StringAssert.Contains(warnings[0].Message, "Set the constraint of its Kernel, ");
    }

    [TestMethod]
    public void Warnings_OfASeparableLayer_NameEachKernelsConstraint()
    {
        var warnings = UnclippedKernels.Warnings(NetworkDefinition.Build(new TensorShape(4, 4, 1), x => x
            .QuantSeparableConv2D(2, 3, depthwiseQuantizer: "ste_sign", pointwiseQuantizer: "ste_sign"))).ToArray();
        Assert.HasCount(2, warnings);
        StringAssert.Contains(warnings[0].Message, "binary depthwise_kernel (ste_sign)");
        StringAssert.Contains(warnings[0].Message, "Set the constraint of its Depthwise, ");
        StringAssert.Contains(warnings[1].Message, "Set the constraint of its Pointwise, ");
        CollectionAssert.AreEqual(
            new[] { "quant_separable_conv2d.depthwise", "quant_separable_conv2d.pointwise" },
            warnings.Select(warning => warning.Layer).ToArray());
    }

    [TestMethod]
    public void Warnings_OfAFrozenLayer_AreNone() => Assert.IsEmpty(UnclippedKernels.Warnings(NetworkDefinition.Build(
        new TensorShape(4),
        x => x.Apply(new DenseLayer { Units = 1, Kernel = "ste_sign", Trainable = false }))));

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_WithAndWithoutClip_WarnsInTheLog(bool clip)
    {
        var context = new MLContext(seed: 1);
        var warnings = new ConcurrentQueue<string>();
        context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning) warnings.Enqueue(message.Message);
        };
        var options = Trainers.Options(epochs: 1);
        options.ClipLatentWeights = clip;
        Trainers.Fit(context, options);
        var unclipped = warnings.Where(
            warning => warning.Contains("latent values of the layer's binary kernel", StringComparison.Ordinal));
        Assert.HasCount(clip ? 0 : 1, unclipped.ToArray());
        if (!clip) StringAssert.Contains(unclipped.Single(), "unclipped_kernel: all 2 layers: ");
    }
}
