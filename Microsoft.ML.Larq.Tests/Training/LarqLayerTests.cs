using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// Larq's test of its layers (layers_test; reference of larq 0.13.3, "layers, 8 kernel layers"): with a constant kernel
/// r and inputs 10·U(0, 1) − 0.5, a quantized layer gives what its float twin gives with the kernel sign(r) and the
/// inputs' signs. Larq's shapes; its first number are the rows.
/// </summary>
[TestClass]
public class LarqLayerTests
{
    private const string Sign = "ste_sign";

    public static IEnumerable<object[]> Layers =>
    [
        Row([2], 3, x => x.QuantDense(3, Sign, Sign), x => x.Dense(3)),
        Row(
            [3, 7, 6], 2, x => x.QuantConv2D(2, 3, inputQuantizer: Sign, kernelQuantizer: Sign), x => x.Conv2D(2, 3)),
        Row(
            [3, 7, 6], 2, x => x.QuantDepthwiseConv2D(3, inputQuantizer: Sign, depthwiseQuantizer: Sign),
            x => x.DepthwiseConv2D(3)),
        Row(
            [3, 7, 6], 2,
            x => x.QuantSeparableConv2D(
                3, 3, inputQuantizer: Sign, depthwiseQuantizer: Sign, pointwiseQuantizer: Sign),
            x => x.SeparableConv2D(3, 3)),
        Row([3, 7], 2, x => x.QuantConv1D(2, 3, inputQuantizer: Sign, kernelQuantizer: Sign), x => x.Conv1D(2, 3)),
        Row(
            [3, 7], 2,
            x => x.QuantSeparableConv1D(
                3, 3, inputQuantizer: Sign, depthwiseQuantizer: Sign, pointwiseQuantizer: Sign),
            x => x.SeparableConv1D(3, 3)),
        Row(
            [3, 7, 6, 5], 2, x => x.QuantConv3D(2, 3, inputQuantizer: Sign, kernelQuantizer: Sign),
            x => x.Conv3D(2, 3)),
        Row(
            [3, 7, 6], 2, x => x.QuantConv2DTranspose(2, 3, inputQuantizer: Sign, kernelQuantizer: Sign),
            x => x.Conv2DTranspose(2, 3)),
        Row(
            [3, 7, 6, 5], 2, x => x.QuantConv3DTranspose(2, 3, inputQuantizer: Sign, kernelQuantizer: Sign),
            x => x.Conv3DTranspose(2, 3)),
        Row(
            [8, 5], 2, x => x.QuantLocallyConnected1D(4, 3, inputQuantizer: Sign, kernelQuantizer: Sign),
            x => x.LocallyConnected1D(4, 3)),
        Row(
            [6, 10, 4], 8, x => x.QuantLocallyConnected2D(3, 3, inputQuantizer: Sign, kernelQuantizer: Sign),
            x => x.LocallyConnected2D(3, 3)),
    ];

    [TestMethod]
    [DynamicData(nameof(Layers))]
    public void Score_QuantizedLayer_EqualsItsTwinOfSigns(
        int[] shape, int rows, Func<NetworkTensor, NetworkTensor> quantized, Func<NetworkTensor, NetworkTensor> plain)
    {
        foreach (var r in new[] { -0.45f, -0.01f, 0.02f, 0.49f })
        {
            var random = new Random(11);
            var input = new TensorShape(shape);
            var values = Enumerable.Range(0, rows * input.Size)
                .Select(_ => (random.NextSingle() * 10) - 0.5f).ToArray();
            values[1] = -0.25f;
            var signs = values.Select(x => x < 0 ? -1f : 1f).ToArray();
            var (quant, twin) = (NetworkDefinition.Build(input, quantized), NetworkDefinition.Build(input, plain));
            var expected = Score(twin, Constant(twin, r < 0 ? -1f : 1f), signs);
            CollectionAssert.AreEqual(expected, Score(quant, Constant(quant, r), values), $"{quant.Output}, r = {r}");

            var packed = new float[expected.Length];
            PackedNetwork.Compile(quant, Constant(quant, r)).Score(values, packed);
            CollectionAssert.AreEqual(expected, packed, $"{quant.Output} packed, r = {r}");
        }
    }

    // Larq: 24 filters, k 3, and groups of 2 stay groups of 2; pad_values of 1 leave the shape of "same".
    [TestMethod]
    public void Build_GroupsAndPadValues_KeepKernelAndShape()
    {
        var two = new TensorShape(8, 8, 4);
        foreach (var padValue in new[] { 0f, 1f })
        {
            var conv = NetworkDefinition.Build(two, x => x.QuantConv2D(24, 3, 2, PadMode.Same, padValue, groups: 2));
            var sequence = NetworkDefinition.Build(
                new TensorShape(9, 4), x => x.QuantConv1D(24, 3, 2, PadMode.Same, padValue, groups: 2));
            var volume = NetworkDefinition.Build(
                new TensorShape(6, 9, 8, 4), x => x.QuantConv3D(24, 3, 2, PadMode.Same, padValue, groups: 2));
            Assert.AreEqual(new TensorShape(3, 5, 4, 24), volume.OutputShape);
            Assert.AreEqual(new TensorShape(3, 3, 3, 2, 24), volume.Output.Weights[0].Shape);
            Assert.AreEqual(new TensorShape(4, 4, 24), conv.OutputShape);
            Assert.AreEqual(new TensorShape(3, 3, 2, 24), conv.Output.Weights[0].Shape);
            Assert.AreEqual(new TensorShape(5, 24), sequence.OutputShape);
            Assert.AreEqual(new TensorShape(3, 2, 24), sequence.Output.Weights[0].Shape);
        }
    }

    private static float[] Score(NetworkDefinition definition, NetworkWeights weights, float[] rows)
    {
        using var module = new NetworkModule(definition, weights, seed: 0);
        return module.Score(rows);
    }

    private static NetworkWeights Constant(NetworkDefinition definition, float kernel) => new(
        definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
        {
            var values = new float[spec.Shape.Size];
            if (spec.Name != "bias") Array.Fill(values, kernel);
            return KeyValuePair.Create(NetworkWeights.NameOf(layer, spec.Name), new WeightArray(spec.Shape, values));
        })));

    private static object[] Row(
        int[] shape, int rows, Func<NetworkTensor, NetworkTensor> quantized,
        Func<NetworkTensor, NetworkTensor> plain) =>
        [shape, rows, quantized, plain];
}
