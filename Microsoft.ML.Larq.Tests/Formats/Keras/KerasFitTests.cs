using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Which weights of a file can be a layer's, by names and shapes, and what is said of values.</summary>
[TestClass]
public class KerasFitTests
{
    [TestMethod]
    [DataRow(true, 4, 5)]
    [DataRow(true, 1, 1, 4, 5)]
    [DataRow(false, 5, 4)]
    [DataRow(false, 20)]
    public void Is_ConvolutionOfOneTap_TakesADenseLayersKernelToo(bool fits, params int[] given) => Assert.AreEqual(
        fits, Fits(new TensorShape(6, 6, 4), x => x.Conv2D(5, 1, useBias: false), "kernel", given));

    // What lacks nine taps is not the kernel of a convolution that has them.
    [TestMethod]
    [DataRow(false, 4, 5)]
    [DataRow(true, 3, 3, 4, 5)]
    [DataRow(false, 1, 3, 3, 4, 5)]
    public void Is_ConvolutionOfNineTaps_TakesNothingElse(bool fits, params int[] given) => Assert.AreEqual(
        fits, Fits(new TensorShape(6, 6, 4), x => x.Conv2D(5, 3, useBias: false), "kernel", given));

    // Keras keeps the axes that share a slope as ones before it: of a volume and its channels, four at most.
    [TestMethod]
    [DataRow(true, 1, 1, 3)]
    [DataRow(true, 1, 1, 1, 3)]
    [DataRow(false, 1, 1, 1, 1, 3)]
    [DataRow(false, 2, 1, 1, 3)]
    [DataRow(false, 1, 2, 3)]
    [DataRow(false, 3)]
    [DataRow(false, 1, 1, 4)]
    public void Is_ASlopeAChannel_MayLeadWithOnes(bool fits, params int[] given) => Assert.AreEqual(
        fits, Fits(new TensorShape(6, 6, 3), x => x.PReLU([1, 2]), "alpha", given));

    [TestMethod]
    public void AreAll_OneLeafForTwoLayers_AreNot()
    {
        var wanted = Definition(new TensorShape(4), x => x.Dense(4, useBias: false).Dense(4, useBias: false))
            .Layers.Where(layer => !layer.Weights.IsEmpty).ToArray();
        KerasLeaf[] given = [Leaf("a", [4, 4]), Leaf("b", [4, 4])];
        Dictionary<string, KerasLeaf> Found(int first, int second) =>
            new() { [wanted[0].Name] = given[first], [wanted[1].Name] = given[second] };
        Assert.IsTrue(KerasFit.AreAll(wanted, [.. given], Found(0, 1)));
        Assert.IsTrue(KerasFit.AreAll(wanted, [.. given], Found(1, 0)));
        Assert.IsFalse(KerasFit.AreAll(wanted, [.. given], Found(0, 0)));
        Assert.IsFalse(KerasFit.AreAll(wanted, [given[0]], Found(0, 1)));
        Assert.IsFalse(KerasFit.AreAll(wanted, [.. given], new() { [wanted[0].Name] = given[0] }));
    }

    // A layer is quantized already where each of its kernels is, whichever comes first; 0 of three levels is one.
    [TestMethod]
    [DataRow(new float[] { 1, -1 }, new float[] { 1, 0, -1, 1 }, true)]
    [DataRow(new float[] { 0.5f, -1 }, new float[] { 1, 0, -1, 1 }, false)]
    [DataRow(new float[] { 1, -1 }, new float[] { 1, 0.2f, -1, 1 }, false)]
    [DataRow(new float[] { 0.5f, -1 }, new float[] { 1, 0.2f, -1, 1 }, false)]
    public void Match_LayerOfTwoKernels_SaysWhetherBothAreQuantized(
        float[] depthwise, float[] pointwise, bool quantized)
    {
        var network = Definition(new TensorShape(1, 1, 2), x => x.QuantSeparableConv2D(
            2, 1, depthwiseQuantizer: "ste_sign", pointwiseQuantizer: "ste_tern", useBias: false, name: "s"));
        KerasLayer[] layers =
        [
            new("s",
            [
                new("s/depthwise_kernel:0", [1, 1, 2, 1], "float32", depthwise),
                new("s/pointwise_kernel:0", [1, 1, 2, 2], "float32", pointwise),
            ]),
        ];
        new KerasFile([.. layers], null, null).WeightsFor(network, byName: true, null, out var report);
        Assert.AreEqual(quantized, report.Layers.Single().IsQuantized);
    }

    private static bool Fits(
        TensorShape input, Func<NetworkTensor, NetworkTensor> build, string weight, params int[] given) =>
        KerasFit.Is(Definition(input, build).Output, Leaf("layer", given, weight).Layer);

    private static NetworkDefinition Definition(TensorShape input, Func<NetworkTensor, NetworkTensor> build) =>
        NetworkDefinition.Build(input, build);

    private static KerasLeaf Leaf(string name, int[] shape, string weight = "kernel") => new(
        new KerasLayer(name, [new($"{name}/{weight}:0", [.. shape], "float32", [])]), name, [name], IsNested: false);
}
