using System.Diagnostics;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Contracts;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Clusters;

[TestClass]
public class ClusterFaultTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Fit_ARankHasABadRow_AllEndNamingRankAndRow()
    {
        var clock = Stopwatch.StartNew();
        var errors = Errors(3, (rank, _) => rank == 2
            ? Rows().Append(new Samples.Row { Features = [1, float.NaN, 2], Text = "a" })
            : Rows());
        Assert.IsLessThan(60, clock.Elapsed.TotalSeconds);
        StringAssert.Contains(errors[2].Message, "row 90 (from 0), slot 1 is NaN");
        foreach (var error in errors[..2])
        {
            StringAssert.Contains(error.Message, "Rank 2 of 3 ended the training: Column 'Features' must hold finite");
            StringAssert.Contains(error.Message, "row 90 (from 0), slot 1 is NaN");
        }
    }

    [TestMethod]
    public void Fit_OtherRows_IsAnErrorOnAllRanks() => RequireDiffer("training rows: 90 rows", (rank, _) =>
        Rows().Select((row, i) =>
        {
            if (rank == 1 && i == 89) row.Features[0] += 1e-6f;
            return row;
        }));

    [TestMethod]
    public void Fit_OtherEpochs_IsAnErrorOnAllRanks() => RequireDiffer("option Epochs: 3 and 4", (rank, options) =>
    {
        options.Epochs += rank;
        return Rows();
    });

    [TestMethod]
    public void Fit_OtherOptimizers_IsAnErrorOnAllRanks() => RequireDiffer("option Optimizer", (rank, options) =>
    {
        options.Optimizer = rank == 0 ? Optimize.Adam(0.01f) : Optimize.Adam(0.02f);
        return Rows();
    });

    [TestMethod]
    public void Fit_OtherSeeds_IsAnErrorOnAllRanks() => RequireDiffer("seed: 1 and 2", (rank, options) =>
    {
        options.Seed += rank;
        return Rows();
    });

    [TestMethod]
    [DataRow("option OnCancellation: Throw and ReturnBest")]
    [DataRow("option Metrics: ")]
    [DataRow("option MetricsInterval: 4 and 3")]
    [DataRow("option CalibrateScores: null and False")]
    public void Fit_OtherOptions_IsAnErrorOnAllRanks(string what) => RequireDiffer(what, (rank, options) =>
    {
        if (rank == 0) return Rows();
        if (what.Contains("OnCancellation", StringComparison.Ordinal))
            options.OnCancellation = CancellationBehavior.ReturnBest;
        else if (what.Contains("Metrics:", StringComparison.Ordinal)) options.Metrics = [];
        else if (what.Contains("MetricsInterval", StringComparison.Ordinal)) options.MetricsInterval = 3;
        else options.CalibrateScores = false;
        return Rows();
    });

    [TestMethod]
    public void Fit_OtherNetworks_IsAnErrorOnAllRanks() => RequireDiffer("the network's layer 1", (rank, options) =>
    {
        options.Network = (input, outputs) => input.QuantDense(8 + rank, kernelQuantizer: "ste_sign").Dense(outputs);
        return Rows();
    });

    [TestMethod]
    public void Fit_OtherStartWeights_IsAnErrorOnAllRanks()
    {
        var given = _context.Larq().BinaryNet(Trainers.Options()).Fit(Trainers.Table(_context));
        foreach (var error in Errors(2, (rank, options) =>
        {
            if (rank == 1) options.StartWeights = given.Weights;
            return Rows();
        }))
        {
            StringAssert.Contains(error.Message, "Ranks 0 and 1 have different weights after 0 epochs");
        }
    }

    // A key that each rank makes of its own rows says something else on each.
    [TestMethod]
    public void Fit_OtherClasses_IsAnErrorOnAllRanks() => RequireDiffer(
        "the label's classes: 'a', 'b' and 'b', 'c'",
        (rank, _) => Rows().Where(row => row.Text != (rank == 0 ? "c" : "a")));

    [TestMethod]
    public void Fit_OtherFeatures_IsAnErrorOnAllRanks()
    {
        var errors = new Exception[2];
        _ = Assert.Throws<ArgumentException>(() => RanksTests.Run(2, ranks => Caught(errors, ranks, () =>
        {
            var options = Trainers.Options();
            options.Network = null;
            IDataView view = Trainers.Table(_context);
            if (ranks.Rank == 1)
                view = _context.Transforms.Concatenate("Features", "Features", "Target").Fit(view).Transform(view);
            return _context.Larq().BinaryNet(options).Fit(view, null, ranks);
        })));
        foreach (var error in errors)
        {
            StringAssert.Contains(
                error.Message, "Ranks 0 and 1 differ in the features' shape", StringComparison.OrdinalIgnoreCase);
        }
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(5)]
    public void Fit_MoreRanksThanRows_IsAnError(int size)
    {
        foreach (var error in Errors(size, (_, options) => Rows().Take(3)))
        {
            StringAssert.Contains(
                error.Message, $"There are 3 training rows for {size} ranks; each rank needs one at least.");
        }
    }

    [TestMethod]
    public void Fit_OneRankIsCancelled_AllAre()
    {
        var errors = Errors(3, (rank, options) =>
        {
            if (rank == 1) options.CancellationToken = new CancellationToken(canceled: true);
            return Rows();
        });
        foreach (var error in errors) Assert.IsInstanceOfType<OperationCanceledException>(error);
        Assert.AreEqual("Training was cancelled on rank 1 of 3.", errors[0].Message);
        Assert.AreEqual("Training was cancelled on rank 1 of 3.", errors[2].Message);
    }

    [TestMethod]
    public void Fit_Diverging_SaysSoOnAllRanks()
    {
        var errors = Errors(2, (_, options) =>
        {
            options.Optimizer = Optimize.Sgd(1e30f);
            options.Network = (input, outputs) => input.Dense(8).Dense(outputs);
            options.Epochs = 20;
            return Rows();
        });
        foreach (var error in errors) StringAssert.Contains(error.Message, "Training diverged");
    }

    [TestMethod]
    public void Fit_QuantizerOfOnesOwnInOneProcess_IsRefused()
    {
        Quantizer.Register<ContractSignQuantizer>("contract_sign", _ => new ContractSignQuantizer());
        var options = Trainers.Options();
        options.Cluster = Cluster.InProcess(2);
        options.Network = (input, outputs) =>
            input.QuantDense(8, kernelQuantizer: new ContractSignQuantizer()).Dense(outputs);
        StringAssert.Contains(
            Assert.Throws<ArgumentException>(() => _context.Larq().BinaryNet(options).Fit(Trainers.Table(_context)))
                .Message,
            "Cluster.Mpi takes them");
    }

    [TestMethod]
    public void InProcess_BadArguments_AreRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Cluster.InProcess(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Cluster.InProcess(65));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Cluster.InProcess(2, patience: TimeSpan.Zero));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Cluster.Mpi(patience: TimeSpan.FromSeconds(-1)));
    }

    private static IEnumerable<Samples.Row> Rows()
    {
        var context = new MLContext();
        return context.Data.CreateEnumerable<Samples.Row>(Samples.Data(context), reuseRowObject: false);
    }

    private void RequireDiffer(string what, Func<int, Options, IEnumerable<Samples.Row>> rows)
    {
        foreach (var error in Errors(2, rows))
        {
            Assert.IsInstanceOfType<ArgumentException>(error);
            StringAssert.Contains(error.Message, $"Ranks 0 and 1 differ in {what}", StringComparison.OrdinalIgnoreCase);
        }
    }

    private Exception[] Errors(int size, Func<int, Options, IEnumerable<Samples.Row>> rows)
    {
        var errors = new Exception[size];
        _ = Assert.Throws<Exception>(() => RanksTests.Run(size, ranks => Caught(errors, ranks, () =>
        {
            var options = Trainers.Options();
            options.NumberOfThreads = 1;
            var view = _context.Data.LoadFromEnumerable(rows(ranks.Rank, options));
            view = _context.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(view).Transform(view);
            return _context.Larq().BinaryNet(options).Fit(view, null, ranks);
        })));
        foreach (var error in errors) Assert.IsNotNull(error);
        return errors;
    }

    private static T Caught<T>(Exception[] errors, Ranks ranks, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error)
        {
            errors[ranks.Rank] = error;
            throw;
        }
    }
}
