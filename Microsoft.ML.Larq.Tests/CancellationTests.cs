using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Microsoft.ML.Larq.Training;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests;

/// <summary>What becomes of a training that is cancelled.</summary>
[TestClass]
public class CancellationTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow("token", CancellationBehavior.ReturnCurrent)]
    [DataRow("token", CancellationBehavior.ReturnBest)]
    [DataRow("context", CancellationBehavior.ReturnCurrent)]
    [DataRow("context", CancellationBehavior.ReturnBest)]
    public void Fit_CancelledWithinAnEpoch_ReturnsAModel(string way, CancellationBehavior behavior)
    {
        NetworkWeights? best = null, current = null;
        var lowest = double.PositiveInfinity;
        using var source = new CancellationTokenSource();
        var options = Trainers.Options(epochs: 1000);
        options.OnCancellation = behavior;
        options.CancellationToken = source.Token;
        options.Callbacks =
        [
            new Hooks
            {
                EpochEnd = t =>
                {
                    if (t.Progress["Loss"] < lowest) (lowest, best) = (t.Progress["Loss"], t.ReadWeights());
                },
                BatchEnd = t =>
                {
                    if (t.Progress is not { Epoch: 4, Batch: 2 }) return;
                    current = t.ReadWeights();
                    if (way == "token") source.Cancel();
                    else HiddenMembers.Cancel(_context);
                },
                TrainEnd = t => Assert.IsTrue(t.IsCancelled),
            },
        ];
        var table = Trainers.Table(_context);
        var trainer = _context.Larq().BinaryNet(options);
        var before = torch.Tensor.TotalCount;
        var model = trainer.Fit(table);
        Assert.AreEqual(5, torch.Tensor.TotalCount - before, "TorchSharp's count stays one high for each parameter.");
        Assert.AreEqual(3, model.History.Epochs);
        var wanted = behavior == CancellationBehavior.ReturnBest ? best! : current!;
        foreach (var name in new[] { "quant_dense/kernel", "quant_dense_1/kernel", "batch_normalization_1/gamma" })
            CollectionAssert.AreEqual(wanted[name].Values.ToArray(), model.Weights[name].Values.ToArray(), name);
        Assert.AreEqual(model.Agreement.Rows, model.Agreement.Identical);
    }

    [TestMethod]
    public void Fit_CancelledWithinTheFirstEpoch_ReturnsTheWeightsAsTheyAre()
    {
        foreach (var behavior in new[] { CancellationBehavior.ReturnBest, CancellationBehavior.ReturnCurrent })
        {
            using var source = new CancellationTokenSource();
            var options = Trainers.Options();
            options.OnCancellation = behavior;
            options.CancellationToken = source.Token;
            options.Callbacks = [new Hooks { BatchEnd = _ => source.Cancel() }];
            var model = Trainers.Fit(_context, options);
            Assert.AreEqual(0, model.History.Epochs);
            CollectionAssert.AreEqual(
                Trainers.Bytes(model), Trainers.Bytes(BinarizedNetworkTransformer.Load(model.ToPayload())));
        }
    }

    [TestMethod]
    public void Fit_CancelledInTheValidation_ReturnsAModel()
    {
        using var source = new CancellationTokenSource();
        var options = Trainers.Options(epochs: 5);
        options.ValidationSet = Trainers.Table(_context);
        options.OnCancellation = CancellationBehavior.ReturnCurrent;
        options.CancellationToken = source.Token;
        options.Callbacks =
        [
            new Hooks
            {
                BatchEnd = t =>
                {
                    if (t.Progress is { Epoch: 2 } now && now.Batch == now.Batches) source.Cancel();
                },
            },
        ];
        Assert.AreEqual(1, Trainers.Fit(_context, options).History.Epochs);
    }

    [TestMethod]
    public void Fit_EarlyStoppingAmongTheCallbacks_DecidesWhatIsBest()
    {
        NetworkWeights? first = null;
        using var source = new CancellationTokenSource();
        var options = Trainers.Options(epochs: 9);
        options.OnCancellation = CancellationBehavior.ReturnBest;
        options.CancellationToken = source.Token;
        options.Callbacks =
        [
            new EarlyStopping("Loss", patience: 100, mode: MetricMode.Max),
            new Hooks
            {
                EpochEnd = t =>
                {
                    first ??= t.ReadWeights();
                    if (t.Progress.Epoch == 4) source.Cancel();
                },
            },
        ];
        var model = Trainers.Fit(_context, options);
        Assert.AreEqual(model.History["Loss"].Max(), model.History["Loss"][0]);
        CollectionAssert.AreEqual(
            first!["quant_dense/kernel"].Values.ToArray(), model.Weights["quant_dense/kernel"].Values.ToArray());
    }

    [TestMethod]
    [DataRow(CancellationBehavior.ReturnBest)]
    [DataRow(CancellationBehavior.ReturnCurrent)]
    public void Fit_CancelledBeforeTheFirstStep_Throws(CancellationBehavior behavior)
    {
        var options = Trainers.Options();
        options.OnCancellation = behavior;
        options.CancellationToken = new CancellationToken(canceled: true);
        Assert.ThrowsExactly<OperationCanceledException>(() => Trainers.Fit(_context, options));

        using var source = new CancellationTokenSource();
        options.CancellationToken = source.Token;
        options.Callbacks = [new Hooks { EpochBegin = _ => source.Cancel() }];
        Assert.ThrowsExactly<OperationCanceledException>(() => Trainers.Fit(_context, options));
    }

    // What a callback throws is its error, not a cancellation.
    [TestMethod]
    public void Fit_CallbackThrowsACancellationOfItsOwn_ItArrives()
    {
        var options = Trainers.Options();
        options.OnCancellation = CancellationBehavior.ReturnCurrent;
        options.Callbacks = [new Hooks { EpochEnd = _ => throw new OperationCanceledException("mine") }];
        Assert.AreEqual(
            "mine", Assert.ThrowsExactly<OperationCanceledException>(() => Trainers.Fit(_context, options)).Message);
    }
}
