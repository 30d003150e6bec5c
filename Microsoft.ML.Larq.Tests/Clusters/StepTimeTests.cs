using Larq.Benchmarks;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Clusters;

/// <summary>The model of a step's time sends what the library sends, and the page on it shows what the model says.
/// </summary>
[TestClass]
public class StepTimeTests
{
    private static readonly string Samples = Path.Combine(SourceTree.Root, "samples");

    // Bytes alone: of a link without latency, of one byte a second, the model's seconds are bytes. A mean of momenta
    // comes every 256 steps, and votes lie in words of 64.
    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void Wire_ALinkOfAByteASecond_IsTheBytesThatAreSent(int size)
    {
        var link = new Link("", 0, 1, "");
        var network = StepNetwork.Digits;
        var (all, binary) = network.Weights;
        foreach (var wire in Enum.GetValues<GradientWire>())
        {
            var sent = RanksTests.Run(size, ranks =>
            {
                if (wire != GradientWire.OneBit) ranks.Sum(new float[all], wire == GradientWire.BFloat16);
                else
                {
                    ranks.Sum(new float[all - binary]);
                    new SignVote(ranks).Run(new float[binary], 100, 1);
                }

                return ranks.Sent;
            });
            var means = wire == GradientWire.OneBit ? 2.0 * (size - 1) / size * binary * sizeof(float) / 256 : 0;
            Assert.AreEqual(sent[0], StepModel.Wire(network, link, size, wire) - means, 64 * size, $"{wire}");
        }
    }

    // 3 messages in turn to each of 7 others for votes of 8 ranks, 2 for a sum of floats, 2/256 for momenta.
    [TestMethod]
    public void Wire_ALinkOfLatencyAlone_IsTheMessages()
    {
        var link = new Link("", 1, double.PositiveInfinity, "");
        Assert.AreEqual(14, StepModel.Wire(StepNetwork.Digits, link, 8, GradientWire.Exact));
        Assert.AreEqual(14, StepModel.Wire(StepNetwork.Digits, link, 8, GradientWire.BFloat16));
        Assert.AreEqual(35 + (14 / 256.0), StepModel.Wire(StepNetwork.Digits, link, 8, GradientWire.OneBit), 1e-9);
        Assert.AreEqual(6, StepModel.Tree(StepNetwork.Digits, link, 8));
        Assert.AreEqual(8, StepModel.Tree(StepNetwork.Digits, link, 9));
    }

    [TestMethod]
    public void Weights_AreTheNetworks()
    {
        Assert.AreEqual((149_322, 4 * 9 * 64 * 64), StepNetwork.Digits.Weights);
        Assert.AreEqual(
            4 * 9 * ((64 * 64) + (128 * 128) + (256 * 256) + (512 * 512)), StepNetwork.QuickNet.Weights.Binary);
        var summary = StepNetwork.QuickNet.Define().Summary(ParameterConvention.Keras);
        Assert.AreEqual(summary.TrainableParameters, StepNetwork.QuickNet.Weights.All);
    }

    [TestMethod]
    public void Page_ShowsTheTables()
    {
        var page = File.ReadAllText(Path.Combine(Samples, "StepTime.md"));
        var tables = StepTables.All.ToArray();
        Assert.HasCount(9, tables);
        foreach (var table in tables) Assert.Contains(table, page);
        Assert.AreEqual(tables.Sum(table => table.Split('\n').Length - 1), page.Split('\n').Count(IsRow));

        static bool IsRow(string line) => line.StartsWith('|');
    }

    [TestMethod]
    public void Plot_IsTheModels() =>
        Assert.AreEqual(StepPlot.Svg(), File.ReadAllText(Path.Combine(Samples, "steptime.svg")));
}
