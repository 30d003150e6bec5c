using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Stages;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Stages;

/// <summary>Trainings that build on one another.</summary>
[TestClass]
public class StagedNetworkTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    // A rate of 0: what the second stage ends with is what it started from, though its kernel now has a quantizer.
    [TestMethod]
    public void Fit_QuantizerAddedInALaterStage_StartsFromTheEarliersLatentWeights()
    {
        BinarizedNetworkTransformer? first = null;
        var last = _context.Larq().BinaryNetInStages(
            ("real", _ => Options(null)),
            ("binary", earlier =>
            {
                first = earlier["real"];
                var options = Options("ste_sign");
                (options.StartWeights, options.Optimizer) = (first.Weights, Optimize.Sgd(0f));
                return options;
            }
        )).Fit(Trainers.Table(_context));
        Assert.AreEqual(32, first!.Network["hidden"].Weights[0].Precision);
        Assert.AreEqual(1, last.Network["hidden"].Weights[0].Precision);
        var kernel = first.Weights["hidden/kernel"].Values.ToArray();
        Assert.IsTrue(kernel.Distinct().Count() > 10 && kernel.All(value => Math.Abs(value) <= 1));
        foreach (var name in new[] { "hidden/kernel", "last/kernel", "last/bias" })
            CollectionAssert.AreEqual(first.Weights[name].Values.ToArray(), last.Weights[name].Values.ToArray(), name);
    }

    [TestMethod]
    public void Fit_InAPipeline_GivesTheColumnsThatItPromised()
    {
        var trainer = _context.Larq().BinaryNetInStages(
            ("a", _ => Options(null)), ("b", _ => Options("ste_sign")));
        var rows = Trainers.Table(_context);
        var promised = trainer.GetOutputSchema(HiddenMembers.Shape(rows.Schema)).Select(column => column.Name);
        CollectionAssert.AreEqual(
            promised.ToArray(), trainer.Fit(rows).GetOutputSchema(rows.Schema).Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void Fit_SameSeed_GivesTheSameBytes()
    {
        byte[] Fit() => Trainers.Bytes(new MLContext(seed: 1).Larq().BinaryNetInStages(
            ("a", _ => Options(null)),
            ("b", earlier =>
            {
                var options = Options("ste_sign");
                (options.StartWeights, options.Distillation) = (earlier["a"].Weights, new Distillation(earlier["a"]));
                return options;
            }
        )).Fit(Trainers.Table(_context)));
        CollectionAssert.AreEqual(Fit(), Fit());
    }

    [TestMethod]
    public void Fit_StagesThatDoNotFit_SaysWhich()
    {
        void Refuse(
            string message, params (string, Func<EarlierStages, BinarizedNetworkTrainer.Options>)[] stages) =>
            StringAssert.Contains(
                Assert.Throws<ArgumentException>(
                    () => _context.Larq().BinaryNetInStages(stages).Fit(Trainers.Table(_context))).Message,
                message);

        (string, Func<EarlierStages, BinarizedNetworkTrainer.Options>) first = ("a", _ => Options(null));
        Refuse("at least one stage, got none");
        Refuse("A stage has a name", first, default);
        Refuse("Stage 'b' has what gives its options", first, ("b", null!));
        Refuse("got 'a' twice", first, first);
        Refuse(
            "There is no earlier stage 'b'; there is none.", ("a", earlier => Taught(earlier, "b")));
        Refuse("There is no earlier stage 'b'; there is 'a'.", first, (
            "b", earlier => Taught(earlier, "b")));
        Refuse("Stage 'b': its function gave null", first, ("b", _ => null!));
        Refuse(
            "Stage 'b' must learn column 'Label' from 'Features' for MulticlassClassification as the stages before it, "
            + "got 'Flag' from 'Features'",
            first, ("b", _ => Trainers.Options("Flag")));
        Refuse("A stage has a name", ("", _ => Options(null)));
    }

    private static BinarizedNetworkTrainer.Options Taught(EarlierStages earlier, string by)
    {
        var options = Options(null);
        options.Distillation = new Distillation(earlier[by]);
        return options;
    }

    private static BinarizedNetworkTrainer.Options Options(Quantizer? kernel)
    {
        var options = Trainers.Options(epochs: 2);
        options.Network = (input, outputs) => input
            .QuantDense(16, kernelQuantizer: kernel, name: "hidden").Dense(outputs, name: "last");
        return options;
    }
}
