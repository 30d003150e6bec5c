using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Tests.Networks.Samples;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>A row whose layers are cut into parts, however small, and run by several threads.</summary>
[TestClass]
public class SharedLayerTests
{
    private static readonly WorkerPool Workers = new(4);

    [TestMethod]
    public void Score_EveryKindInParts_HasTheBitsOfOneThread()
    {
        foreach (var sample in KindSamples.All.Where(sample => sample.Kind is not InputLayer))
        {
            AssertSame(new PackedCase(6, sample.Inputs[0], x =>
                x.Apply(sample.Kind, Enumerable.Repeat(x, sample.Inputs.Length - 1))), sample.Kind.ClassName);
        }
    }

    // Odd sizes, so that parts differ; runs of signs that end within a word, and with one.
    [TestMethod]
    [DataRow(5)]
    [DataRow(64)]
    public void Score_LayersBehindEachOtherInParts_HaveTheBitsOfOneThread(int channels)
    {
        AssertSame(
            new PackedCase(7, new TensorShape(13, 9, channels), x => x
                .QuantConv2D(channels, 3, 1, PadMode.Same, 1, "ste_sign", "ste_sign").MaxPool2D(3, 2, PadMode.Same)
                .BatchNormalization(epsilon: PackedCase.Epsilon)
                .QuantConv2D(channels, 3, 1, PadMode.Same, 0, "ste_sign", "ste_sign")
                .BatchNormalization(epsilon: PackedCase.Epsilon)
                .QuantConv2D(channels, 3, 1, PadMode.Same, 1, "ste_sign", "ste_sign").AveragePool2D(2)),
            "signs");
        AssertSame(
            new PackedCase(8, new TensorShape(13, 9, channels), x => x
                .DepthwiseConv2D(3, padding: PadMode.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
                .Residual(y => y.DepthwiseConv2D(3, padding: PadMode.Same))
                .Concatenate(x.Activation(ActivationFunction.Sigmoid)).LeakyReLU()
                .DepthwiseConv2D(3, padding: PadMode.Same, depthMultiplier: 2)),
            "numbers");
    }

    private static void AssertSame(PackedCase one, string what)
    {
        var (row, other) = (one.Row(), one.Row());
        foreach (var network in one.Networks)
        {
            var plain = new float[network.OutputSize];
            network.Score(row, plain);
            network.ShareAll(Workers);
            foreach (var threads in new[] { 1, 2, 3, 5 })
            {
                var scores = new float[plain.Length];

                // Or what a part leaves out would be there from the time before.
                network.Score(other, scores);
                Array.Fill(scores, float.NaN);
                network.Score(row, scores, threads);
                CollectionAssert.AreEqual(plain, scores, $"{what}, {threads} threads");
            }
        }
    }
}
