using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class BatchNormalizationTests
{
    private const int Channels = 200;

    // A double holds the product and the sum of two floats so well that rounding it once more to float gives the
    // correctly rounded float (53 ≥ 2·24 + 2 bits); so does it for quotients and roots.
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public void Score_EveryOperation_IsRoundedOnItsOwn(bool center, bool scale)
    {
        const float epsilon = 1e-3f;
        var random = new Random(3);
        float[] Draw(float from) => [.. Enumerable.Range(0, Channels).Select(_ => from + random.NextSingle())];
        var (gamma, beta, mean, variance, x) = (Draw(-0.5f), Draw(-0.5f), Draw(-0.5f), Draw(0f), Draw(-0.5f));
        var definition = NetworkDefinition.Build(
            new TensorShape(Channels),
            input => input.BatchNormalization(epsilon: epsilon, center: center, scale: scale));
        var weights = new Dictionary<string, float[]> { ["moving_mean"] = mean, ["moving_variance"] = variance };
        if (scale) weights.Add("gamma", gamma);
        if (center) weights.Add("beta", beta);
        var scores = new float[Channels];
        var network = PackedNetwork.Compile(definition, new NetworkWeights(weights.Select(pair => KeyValuePair.Create(
            $"batch_normalization/{pair.Key}", new WeightArray(new TensorShape(Channels), pair.Value)))));
        network.Score(x, scores);
        var fusedDiffers = 0;
        for (var i = 0; i < Channels; i++)
        {
            var root = (float)Math.Sqrt((float)((double)variance[i] + epsilon));
            var a = (float)((scale ? gamma[i] : 1.0) / root);
            var b = (float)((center ? beta[i] : 0.0) - (float)((double)mean[i] * a));
            var y = (float)((double)(float)((double)x[i] * a) + b);
            Assert.AreEqual(
                BitConverter.SingleToInt32Bits(y), BitConverter.SingleToInt32Bits(scores[i]), $"channel {i}");
            if (MathF.FusedMultiplyAdd(x[i], a, b) != y) fusedDiffers++;
        }

        Assert.IsGreaterThan(10, fusedDiffers, "The rows would not tell a fused operation from two.");
    }

    [TestMethod]
    public void Score_Image_NormalizesByChannel() => new PackedCase(
        9, new TensorShape(5, 3, 7), x => x.BatchNormalization(epsilon: PackedCase.Epsilon))
        .AssertExact("image", rows: 3);
}
