using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Larq.Tests.Layers;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Training leaves nothing behind, gives the same again, and can be stopped.</summary>
[TestClass]
public class TrainingResourcesTests
{
    // TorchSharp's count stays one too high for each Parameter ever made: the tensor that it is made of gives its
    // handle away, and a tensor without a handle is not subtracted when it is disposed.
    private const int ParametersOfSmall = 5;

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void TotalCount_OfAParameterMadeAndDisposed_IsOneTooHigh()
    {
        var before = torch.Tensor.TotalCount;
        using (var values = torch.zeros(3))
        using (var parameter = new TorchSharp.Modules.Parameter(values))
            Assert.AreEqual(before + 2, torch.Tensor.TotalCount);
        Assert.AreEqual(before + 1, torch.Tensor.TotalCount);
    }

    [TestMethod]
    public void Fit_TwentyEpochs_LeavesAsManyTensorsAsOne()
    {
        Trainers.Fit(_context, Trainers.Options(epochs: 1));
        var before = torch.Tensor.TotalCount;
        Trainers.Fit(_context, Trainers.Options(epochs: 1));
        var one = torch.Tensor.TotalCount;
        Trainers.Fit(_context, Trainers.Options(epochs: 20));
        Assert.AreEqual(ParametersOfSmall, one - before);
        Assert.AreEqual(ParametersOfSmall, torch.Tensor.TotalCount - one);
    }

    [TestMethod]
    public void Fit_WhileItRuns_HoldsAsManyTensorsInEveryEpoch()
    {
        var counts = new List<long>();
        var options = Trainers.Options(epochs: 20);
        options.ValidationSet = Trainers.Table(_context);
        options.Progress = new Listener(progress =>
        {
            if (progress.EpochCompleted) counts.Add(torch.Tensor.TotalCount);
        });
        Trainers.Fit(_context, options);
        Assert.HasCount(20, counts);
        Assert.AreEqual(counts[0], counts[^1]);
    }

    [TestMethod]
    [DataRow("token")]
    [DataRow("context")]
    [DataRow("listener throws")]
    public void Fit_CancelledInTheMiddle_LeavesNothing(string way)
    {
        Trainers.Fit(_context, Trainers.Options(epochs: 1));
        var folder = Directory.CreateTempSubdirectory("larq");
        _context.TempFilePath = folder.FullName;
        using var source = new CancellationTokenSource();
        var options = Trainers.Options(epochs: 1000);
        options.CacheBudget = 0;
        options.CancellationToken = source.Token;
        var epochs = 0;
        options.Progress = new Listener(progress =>
        {
            if (!progress.EpochCompleted || ++epochs < 3) return;
            if (way == "token") source.Cancel();
            if (way == "context") HiddenMembers.Cancel(_context);
            if (way == "listener throws") throw new OperationCanceledException();
        });
        var before = torch.Tensor.TotalCount;
        Assert.ThrowsExactly<OperationCanceledException>(() => Trainers.Fit(_context, options));
        Assert.AreEqual(3, epochs);
        Assert.AreEqual(ParametersOfSmall, torch.Tensor.TotalCount - before);
        Assert.IsEmpty(folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToArray());
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void Fit_LeavesTorchsGeneratorAsItWas()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(5);
        var expected = torch.rand(4).Values();
        torch.manual_seed(5);
        Trainers.Fit(_context, Trainers.Options(epochs: 1));
        CollectionAssert.AreEqual(expected, torch.rand(4).Values());
    }

    [TestMethod]
    public void Fit_CancelledBefore_DoesNotStart()
    {
        var options = Trainers.Options();
        options.CancellationToken = new CancellationToken(canceled: true);
        Assert.ThrowsExactly<OperationCanceledException>(() => Trainers.Fit(_context, options));
    }

    [TestMethod]
    public void Fit_SameSeed_GivesTheSameBytesAndAnotherSeedOthers()
    {
        var one = Trainers.Bytes(Trainers.Fit(_context, Trainers.Options("Target")));
        CollectionAssert.AreEqual(one, Trainers.Bytes(Trainers.Fit(new MLContext(), Trainers.Options("Target"))));
        var options = Trainers.Options("Target");
        options.Seed = 2;
        CollectionAssert.AreNotEqual(one, Trainers.Bytes(Trainers.Fit(_context, options)));
    }

    [TestMethod]
    public void Fit_SeedOfTheContext_IsTaken()
    {
        var options = Trainers.Options();
        options.Seed = null;
        var one = Trainers.Bytes(Trainers.Fit(new MLContext(seed: 1), options));
        CollectionAssert.AreEqual(one, Trainers.Bytes(Trainers.Fit(_context, Trainers.Options())));
        CollectionAssert.AreNotEqual(one, Trainers.Bytes(Trainers.Fit(new MLContext(seed: 2), options)));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(500)]
    public void Fit_CacheInAFile_SaysSoGivesTheSameModelAndLeavesNoFile(long budget)
    {
        var said = new List<string>();
        _context.Log += (_, message) =>
        {
            if (message.RawMessage.Contains("CacheBudget", StringComparison.Ordinal)) said.Add(message.RawMessage);
        };
        var folder = Directory.CreateTempSubdirectory("larq");
        _context.TempFilePath = folder.FullName;
        var options = Trainers.Options();
        options.CacheBudget = budget;
        options.ValidationSet = Trainers.Table(_context);
        var mapped = Trainers.Bytes(Trainers.Fit(_context, options));
        Assert.IsEmpty(folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToArray());
        Assert.HasCount(2, said);
        StringAssert.StartsWith(
            said[0], $"The training rows take more memory than option CacheBudget allows, {budget} bytes");
        StringAssert.StartsWith(said[1], "The validation rows take more memory");
        options.CacheBudget = 1 << 20;
        CollectionAssert.AreEqual(Trainers.Bytes(Trainers.Fit(_context, options)), mapped);
        Assert.HasCount(2, said, "What fits is not mentioned.");
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void Fit_TwoModelsAtTheSameTime_DoNotDisturbEachOther()
    {
        string[] labels = ["Label", "Target"];
        var alone = labels.Select(label => Trainers.Bytes(Trainers.Fit(_context, Trainers.Options(label)))).ToArray();
        using var start = new Barrier(2);
        var together = new byte[2][];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            torch.set_num_threads(1);
            start.SignalAndWait();
            together[i] = Trainers.Bytes(Trainers.Fit(new MLContext(), Trainers.Options(labels[i])));
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var i = 0; i < 2; i++) CollectionAssert.AreEqual(alone[i], together[i], labels[i]);
    }

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
