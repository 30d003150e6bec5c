using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Training;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Sharing;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Clusters;

[TestClass]
public class ClusterStepTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(4, 4, 1), x => x
        .Conv2D(6, 3, padding: PadMode.Same, useBias: false).BatchNormalization()
        .QuantConv2D(8, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign",
            useBias: false)
        .BatchNormalization().Flatten().Dense(3));

    // One step of plain descent changes each weight by its gradient. 4 + 4 + 4 rows, and 50 rows in steps of 24, 24, 2:
    // in the last there are fewer rows than ranks.
    [TestMethod]
    [DataRow(12, 4)]
    [DataRow(50, 8)]
    public void Run_SynchronizedRanks_StepAsOneRankOfAllRows(int rows, int batch)
    {
        var one = Train(Ranks.Alone, rows, 3 * batch);
        var three = RanksTests.Run(3, ranks => Train(ranks, rows, batch), together: true);
        foreach (var name in one.Keys)
        {
            for (var i = 0; i < one[name].Values.Length; i++)
                Assert.AreEqual(one[name].Values[i], three[0][name].Values[i], 1e-4, $"{name}, {i}");
            for (var rank = 1; rank < 3; rank++)
                CollectionAssert.AreEqual(three[0][name].Values.ToArray(), three[rank][name].Values.ToArray(), name);
        }
    }

    // Without: other gradients, and still the same on all ranks.
    [TestMethod]
    public void Run_RanksThatNormalizeAlone_StepOtherwise()
    {
        var one = Train(Ranks.Alone, 12, 12);
        var three = RanksTests.Run(3, ranks => Train(ranks, 12, 4));
        Assert.IsTrue(one.Keys.Any(name => one[name].Values.ToArray().Zip(three[0][name].Values.ToArray())
            .Any(pair => Math.Abs(pair.First - pair.Second) > 1e-3)));
        foreach (var name in one.Keys)
            CollectionAssert.AreEqual(three[0][name].Values.ToArray(), three[2][name].Values.ToArray(), name);
    }

    // A batch for each rank and one more, batches that are not there for some.
    [TestMethod]
    [DataRow(20, 5)]
    [DataRow(7, 5)]
    public void Evaluate_OverRanks_GivesTheBitsOfOne(int count, int batch)
    {
        using var rows = Rows(count);
        var weights = NetworkWeights.Initialize(Network, 3);
        var one = Evaluate(Ranks.Alone);
        foreach (var tally in RanksTests.Run(3, Evaluate)) Assert.AreEqual(one, tally);
        Assert.AreEqual(count, one.Rows);

        Tally Evaluate(Ranks ranks)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var network = new NetworkModule(Network, weights, 1);
            return new Evaluation(
                network, new Batching(batch, LabelScale.None, CPU, 1).UpTo(batch, rows),
                TrainingLoss.For(LearningTask.MulticlassClassification, null),
                TaskMetric.For(LearningTask.MulticlassClassification), () => { }, ranks).Run();
        }
    }

    // 5 batches of 256 rows for 3 ranks; 1 batch for 3.
    [TestMethod]
    [DataRow(1290)]
    [DataRow(40)]
    public void Reestimate_OverRanks_GivesTheBitsOfOne(int count)
    {
        using var rows = Rows(count);
        var weights = NetworkWeights.Initialize(Network, 3);
        var one = Reestimate(Ranks.Alone);
        foreach (var other in RanksTests.Run(3, Reestimate))
        {
            foreach (var name in one.Keys)
                CollectionAssert.AreEqual(one[name].Values.ToArray(), other[name].Values.ToArray(), name);
        }

        Assert.IsFalse(one["batch_normalization/moving_mean"].Values.SequenceEqual(
            weights["batch_normalization/moving_mean"].Values));

        NetworkWeights Reestimate(Ranks ranks)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var network = new NetworkModule(Network, weights, 1);
            new Reestimation(network, new Batching(8, LabelScale.None, CPU, 1), rows, () => { }, ranks).Run();
            return network.Save();
        }
    }

    // 4 rows: three ranks have one each, then one of them the fourth, and two none. With a momentum of 0 a moving mean
    // is that of the last row seen, and the ranks' mean that of three rows.
    [TestMethod]
    public void Run_RankWithoutRows_KeepsItsStatistics()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(4, 4, 1), x => x.BatchNormalization(momentum: 0).Flatten().Dense(3));
        using var rows = Rows(4);
        double[] means = [.. Enumerable.Range(0, 4).Select(row => rows[row].ToArray().Average(value => (double)value))];
        foreach (var weights in RanksTests.Run(3, ranks => Train(ranks, 4, 1, network)))
        {
            var sum = 3.0 * weights["batch_normalization/moving_mean"].Values[0];
            Assert.IsTrue(means.Any(mean => Math.Abs(means.Sum() - mean - sum) < 1e-5), $"{sum}");
        }
    }

    // A frozen kernel of 128 numbers is not sent: from each of two ranks, an epoch's end takes two moving means in
    // float64, and six flags of what has changed.
    [TestMethod]
    public void Meet_FrozenWeights_AreNotSent()
    {
        var network = NetworkDefinition.Build(new TensorShape(16), x => x
            .Frozen(y => y.Dense(8).Dense(2)).BatchNormalization());
        foreach (var bytes in RanksTests.Run(2, ranks =>
        {
            using var scope = NewDisposeScope();
            using var module = new NetworkModule(network, NetworkWeights.Initialize(network, 3), 1);
            var shared = new SharedNetwork(ranks, module, module.TrainedWeights);
            shared.RequireAlike(0);
            foreach (var layer in module.BatchNormalizations) _ = layer.MovingMean.fill_(ranks.Rank);
            var before = ranks.Sent;
            shared.AverageStatistics();
            foreach (var layer in module.BatchNormalizations) Assert.AreEqual(0.5, layer.MovingMean[0].item<float>());
            return ranks.Sent - before;
        }))
        {
            Assert.AreEqual(6 + (2 * sizeof(double)), bytes);
        }
    }

    private static NetworkWeights Train(Ranks ranks, int count, int batch, NetworkDefinition? of = null)
    {
        var network = of ?? Network;
        using var rows = Rows(count);
        var settings = Probe.Settings(LearningTask.MulticlassClassification) with
        {
            Epochs = 1,
            BatchSize = batch,
            Optimizer = Optimize.Sgd(0.1f),
            ReestimateBatchNormalization = false,
            Ranks = ranks,
        };
        using var session = new TrainingSession(
            network, NetworkWeights.Initialize(network, 3), settings, rows, null, CPU, new Listener());
        session.Run();
        return session.Weights;
    }

    private static RowCache Rows(int count) => Probe.Rows(5, count, 16, x => x[0] > 0.3f ? 2 : x[1] > 0 ? 1 : 0);
}
