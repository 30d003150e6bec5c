using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Networks.Samples;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class WeightRoundTripTests
{
    [TestMethod]
    public void Save_AfterLoad_GivesEqualWeightsOfEveryKind()
    {
        var weighed = 0;
        foreach (var sample in KindSamples.All)
        {
            var definition = KindSamples.Network(sample);
            var random = new Random(7);
            var weights = new NetworkWeights(NetworkWeights.Initialize(definition, 1).Select(pair =>
                KeyValuePair.Create(pair.Key, new WeightArray(
                    pair.Value.Shape,
                    [.. Enumerable.Range(0, pair.Value.Shape.Size).Select(_ => random.NextSingle())]))));
            using var module = new NetworkModule(definition, weights, seed: 0);
            var saved = module.Save();
            saved.Verify(definition);
            foreach (var (name, weight) in weights)
            {
                CollectionAssert.AreEqual(weight.Values.ToArray(), saved[name].Values.ToArray(), name);
                weighed++;
            }
        }

        Assert.IsGreaterThanOrEqualTo(6, weighed);
    }

    // Hub: height, width, in, out (HWIO), the last axis running fastest. Torch: out, in, height, width.
    [TestMethod]
    public void Load_ConvolutionKernel_PutsEveryTapInPlace()
    {
        var definition = NetworkDefinition.Build(new TensorShape(5, 5, 4), x => x.Conv2D(6, (3, 2), groups: 2));
        var kernel = Enumerable.Range(0, 3 * 2 * 2 * 6).Select(i => (float)i).ToArray();
        using var module = new NetworkModule(definition, Probe.Weights(definition, ("conv2d/kernel", kernel)), seed: 0);
        using var scope = NewDisposeScope();
        var tensor = module.Layers[1].Module.Weights[0].Tensor;
        CollectionAssert.AreEqual(new long[] { 6, 2, 3, 2 }, tensor.shape);
        for (var h = 0; h < 3; h++)
        {
            for (var w = 0; w < 2; w++)
            {
                for (var i = 0; i < 2; i++)
                {
                    for (var o = 0; o < 6; o++)
                        Assert.AreEqual(kernel[(((((h * 2) + w) * 2) + i) * 6) + o], tensor[o, i, h, w].item<float>());
                }
            }
        }
    }

    [TestMethod]
    public void Load_DenseKernel_IsTransposed()
    {
        var definition = NetworkDefinition.Build(new TensorShape(2), x => x.Dense(3));
        using var module = new NetworkModule(
            definition, Probe.Weights(definition, ("dense/kernel", [1, 2, 3, 4, 5, 6])), seed: 0);
        using var scope = NewDisposeScope();
        var tensor = module.Layers[1].Module.Weights[0].Tensor;
        CollectionAssert.AreEqual(
            new float[] { 1, 4, 2, 5, 3, 6 }, tensor.detach().contiguous().data<float>().ToArray());
    }

    [TestMethod]
    public void Constructor_NamesThatDifferInADotOnly_AreTwoLayers()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(2), x => x.Dense(3, name: "a.b").Dense(2, name: "a_b"));
        using var module = new NetworkModule(definition, NetworkWeights.Initialize(definition, 1), seed: 0);
        Assert.HasCount(4, module.parameters().ToArray());
    }
}
