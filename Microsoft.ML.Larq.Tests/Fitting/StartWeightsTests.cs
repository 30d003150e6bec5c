using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Fitting;

[TestClass]
public class StartWeightsTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Fit_FrozenTrunkAndNewHead_KeepsTheTrunkBitForBit()
    {
        var messages = new List<string>();
        _context.Log += (_, e) => messages.Add(e.Message);
        var warnings = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == Runtime.ChannelMessageKind.Warning) warnings.Add(e.Message);
        };
        var given = Given();
        var options = Trainers.Options();
        options.Network = Transfer;
        options.StartWeights = given;
        var model = Trainers.Fit(_context, options);

        foreach (var name in new[] { "trunk/kernel", "norm/beta", "norm/moving_mean", "norm/moving_variance" })
            CollectionAssert.AreEqual(given[name].Values.ToArray(), model.Weights[name].Values.ToArray(), name);
        Assert.IsNotNull(model.Weights["head/kernel"]);
        var told = messages.Single(message => message.Contains("Start weights", StringComparison.Ordinal));
        StringAssert.Contains(told, "4 of 6 taken over; afresh: head/bias, head/kernel; not used: old/kernel.");
        var warned = warnings.Single(message => message.Contains("nothing for", StringComparison.Ordinal));
        StringAssert.Contains(
            warned,
            "Option StartWeights has nothing for head/bias, head/kernel: these start from fresh random values.");
    }

    [TestMethod]
    public void Apply_WeightsOfTheShapeUnderAnotherName_AreNamedInTheWarning()
    {
        static KeyValuePair<string, WeightArray> Weight(string name, params int[] shape) =>
            KeyValuePair.Create(
                name, new WeightArray(new TensorShape(shape), new float[shape.Aggregate((a, b) => a * b)]));
        var definition = NetworkDefinition.Build(
            new TensorShape(3), input => input.Dense(4, useBias: false, name: "a").Dense(2, useBias: false, name: "b"));
        var fresh = NetworkWeights.Initialize(definition, 1);
        string? Warning(params KeyValuePair<string, WeightArray>[] given)
        {
            string? warning = null;
            StartWeights.Apply(
                definition, fresh, new NetworkWeights(given), new StartNotes(_ => { }, message => warning = message));
            return warning;
        }

        Assert.IsNull(Warning(Weight("a/kernel", 3, 4), Weight("b/kernel", 4, 2), Weight("c/kernel", 4, 2)));
        Assert.AreEqual(
            "Option StartWeights has nothing for b/kernel: these start from fresh random values.",
            Warning(Weight("a/kernel", 3, 4), Weight("c/kernel", 4, 3)));
        StringAssert.Contains(
            Warning(Weight("a/kernel", 3, 4), Weight("b_1/kernel", 4, 2)), "It has b_1/kernel of such shapes");
    }

    [TestMethod]
    public void Fit_BinaryKernelThatIsTrained_StartsAtTheMagnitudeOfFreshOnes()
    {
        var definition = NetworkDefinition.Build(new TensorShape(3), input => input.QuantDense(
            4, kernelQuantizer: "ste_sign", useBias: false, name: "trunk"));
        var signs = new NetworkWeights([KeyValuePair.Create(
            "trunk/kernel", new WeightArray(new TensorShape(3, 4), [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1]))]);
        using var rows = Training.Probe.Rows([0, 0, 0, 1, 1, 1], 0, 1);
        var start = TrainedNetwork.Start(
            definition, rows, new TrainingColumns(rows, 0), 1, null, signs, new StartNotes(_ => { }, _ => { }));
        // √(6 / (3 + 4)), Glorot's limit.
        foreach (var (value, sign) in start["trunk/kernel"].Values.ToArray()
            .Zip(signs["trunk/kernel"].Values.ToArray()))
            Assert.AreEqual(sign * Math.Sqrt(6.0 / 7), value, 1e-6);
    }

    [TestMethod]
    public void Fit_SameNameWithAnotherShape_IsRefused()
    {
        var options = Trainers.Options();
        options.Network = (input, outputs) =>
            input.QuantDense(9, kernelQuantizer: "ste_sign", useBias: false, name: "trunk").Dense(outputs);
        options.StartWeights = Given();
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(
            error.Message, "Option StartWeights: weight 'trunk/kernel' must have shape (3, 9), got (3, 4)");
    }

    [TestMethod]
    public void Fit_NoNameInCommon_IsRefused()
    {
        var options = Trainers.Options();
        options.StartWeights = Given();
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(error.Message, "Option StartWeights has no weight of option Network: norm/beta, ");
    }

    [TestMethod]
    public void Fit_StartWeightsAndAPreviousModel_IsRefused()
    {
        var options = Trainers.Options(epochs: 1);
        var previous = Trainers.Fit(_context, options);
        options.StartWeights = previous.Weights;
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _context.Larq().BinaryNet(options).Fit(Trainers.Table(_context), previous));
        StringAssert.Contains(error.Message, "from option StartWeights or from a previous model, got both");
    }

    private static NetworkTensor Transfer(NetworkTensor input, int outputs) => input
        .Apply(
            new DenseLayer { Units = 4, Kernel = "ste_sign", UseBias = false, Trainable = false },
            name: "trunk")
        .Apply(new BatchNormalizationLayer { Scale = false, Trainable = false }, name: "norm")
        .Dense(outputs, name: "head");

    private static NetworkWeights Given() => new(
        new (string Name, TensorShape Shape)[]
        {
            ("trunk/kernel", new TensorShape(3, 4)),
            ("norm/beta", new TensorShape(4)),
            ("norm/moving_mean", new TensorShape(4)),
            ("norm/moving_variance", new TensorShape(4)),
            ("old/kernel", new TensorShape(7)),
        }.Select(weight => KeyValuePair.Create(weight.Name, new WeightArray(
            weight.Shape,
            [.. Enumerable.Range(0, weight.Shape.Size).Select(
                i => weight.Name.EndsWith("kernel", StringComparison.Ordinal) ? ((i % 2) * 2) - 1 : 0.5f + i)]))));
}
