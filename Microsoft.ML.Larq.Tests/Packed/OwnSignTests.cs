using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;
using Microsoft.ML.Larq.Tests.Quantizers;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>A sign of a user's own, which is not that of the number: computed wherever a layer reads it.</summary>
[TestClass]
public class OwnSignTests
{
    // −1 below ¼: of the rows' eighths, 0 and ⅛ have another sign than sign(x).
    private static readonly Quantizer Own = new ShiftedSignQuantizer(0.25f);

    public static IEnumerable<object[]> Kernels =>
        new[] { "ste_sign", "ste_tern", "magnitude_aware_sign", "shifted_sign(shift=0.25)" }
            .Select(kernel => new object[] { kernel });

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Score_OwnSignIn_IsTheOracles(string kernel)
    {
        Check(kernel, new TensorShape(20), x => x.QuantDense(9, Own, kernel));
        Check(kernel, new TensorShape(9, 16), x => x.QuantConv1D(
            9, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Own, kernelQuantizer: kernel));
        Check(kernel, new TensorShape(6, 5, 16), x => x.QuantConv2D(
            70, 3, 2, PadMode.Same, 1, Own, kernel, groups: 2));
        Check(kernel, new TensorShape(3, 4, 5, 16), x => x.QuantConv3D(
            6, 2, padding: PadMode.Same, padValue: 1, inputQuantizer: Own, kernelQuantizer: kernel));
        Check(kernel, new TensorShape(6, 5, 4), x => x.QuantDepthwiseConv2D(
            3, inputQuantizer: Own, depthwiseQuantizer: kernel));
        Check(kernel, new TensorShape(9, 4), x => x.QuantSeparableConv1D(
            3, 3, inputQuantizer: Own, depthwiseQuantizer: "ste_sign", pointwiseQuantizer: kernel));
        Check(kernel, new TensorShape(6, 5, 4), x => x.QuantSeparableConv2D(
            3, 3, inputQuantizer: Own, depthwiseQuantizer: "ste_sign", pointwiseQuantizer: kernel));
    }

    // The oracle knows scales by filters, which these layers' kernels have elsewhere.
    [TestMethod]
    [DataRow("ste_sign")]
    [DataRow("ste_tern")]
    [DataRow("shifted_sign(shift=0.25)")]
    public void Score_OwnSignIntoOtherKernels_IsTheOracles(string kernel)
    {
        Check(kernel, new TensorShape(4, 5, 4), x => x.QuantConv2DTranspose(
            3, 3, 2, inputQuantizer: Own, kernelQuantizer: kernel));
        Check(kernel, new TensorShape(2, 4, 3, 4), x => x.QuantConv3DTranspose(
            3, 2, 2, inputQuantizer: Own, kernelQuantizer: kernel));
        Check(kernel, new TensorShape(9, 4), x => x.QuantLocallyConnected1D(
            3, 3, inputQuantizer: Own, kernelQuantizer: kernel));
        Check(kernel, new TensorShape(6, 5, 4), x => x.QuantLocallyConnected2D(
            3, 3, inputQuantizer: Own, kernelQuantizer: kernel));
    }

    // Another layer reads the same tensor's own signs.
    [TestMethod]
    public void Score_BothSignsOfOneTensor_AreKeptApart() => Check("ste_sign", new TensorShape(6, 5, 16), x => x
        .QuantConv2D(8, 3, inputQuantizer: Own, kernelQuantizer: "ste_sign")
        .Add(x.QuantConv2D(8, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")));

    private static void Check(string kernel, TensorShape shape, Func<NetworkTensor, NetworkTensor> layer)
    {
        var one = new PackedCase(shape.Size, shape, layer);
        var row = one.Row();
        Assert.IsTrue(row.Any(value => value is >= 0 and < 0.25f), "the row does not tell the signs apart");
        var expected = one.Expected(row);
        foreach (var network in one.Networks)
        {
            var scores = new float[network.OutputSize];
            network.Score(row, scores);
            PackedCase.AssertClose(expected, scores, $"{kernel}, {network.Report.Layers[0]}");
        }
    }
}
