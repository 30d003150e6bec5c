using Microsoft.ML.Data;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>State of quantizers of one's own that no optimizer trains: kept everywhere, or refused by name.</summary>
[TestClass]
public class KeptStateTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Fit_WithAMovingMean_ScoresAsTrainedAndAfterLoading()
    {
        var model = Trainers.Fit(_context, Moving());
        foreach (var name in new[] { "a/input_quantizer_mean", "b/input_quantizer_mean", "b/kernel_quantizer_mean" })
            Assert.AreNotEqual(1f, model.Weights[name].Values[0], name);
        Assert.AreEqual(model.Agreement.Rows, model.Agreement.Identical);
        // Not bit for bit: products of real numbers, which libtorch sums in another order.
        Assert.IsLessThan(1e-6, model.Agreement.LargestDifference);
        var table = Trainers.Table(_context);
        using var stream = new MemoryStream();
        _context.Model.Save(model, table.Schema, stream);
        stream.Position = 0;
        CollectionAssert.AreEqual(
            Scores(model.Transform(table)), Scores(new MLContext().Model.Load(stream, out _).Transform(table)));

        static float[] Scores(IDataView view) => [.. view.GetColumn<float[]>("Score").SelectMany(row => row)];
    }

    [TestMethod]
    public void Fit_Resumed_HasTheStateOfARunInOnePiece()
    {
        var whole = Trainers.Bytes(Trainers.Fit(_context, Moving()));
        var folder = Directory.CreateTempSubdirectory("larq-kept");
        try
        {
            var first = Moving();
            first.Checkpoints = new CheckpointOptions(folder.FullName);
            first.Callbacks = [new Stopping(3)];
            Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, first));
            var resumed = Moving();
            resumed.ResumeFrom = folder.FullName;
            CollectionAssert.AreEqual(whole, Trainers.Bytes(Trainers.Fit(_context, resumed)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A rate of 0 leaves the mean at 1; whatever decays weights must leave it there too.
    [TestMethod]
    public void Fit_WeightDecay_LeavesStateAlone()
    {
        var options = Moving("moving_scale(rate=0)");
        options.Optimizer = Optimize.AdamW(0.01f, weightDecay: 0.5);
        var model = Trainers.Fit(_context, options);
        Assert.AreEqual(1f, model.Weights["a/input_quantizer_mean"].Values[0]);
        Assert.AreEqual(1f, model.Weights["b/kernel_quantizer_mean"].Values[0]);
    }

    [TestMethod]
    public void Summary_State_IsNotTrainable()
    {
        var network = NetworkDefinition.Build(new TensorShape(3), x => Network("moving_scale")(x, 2));
        var states = network.Layers.SelectMany(layer => layer.Weights).Where(spec => spec.QuantizerOf is not null);
        Assert.HasCount(3, states.ToArray());
        Assert.IsTrue(states.All(spec => !spec.Trainable));
        var named = NetworkDefinition.Build(new TensorShape(3), x => Network("step_sign")(x, 2));
        Assert.AreEqual(3, network.Summary().NonTrainableParameters - named.Summary().NonTrainableParameters);
    }

    [TestMethod]
    public void Fit_FrozenLayer_KeepsItsState()
    {
        var options = Moving();
        options.Network = (input, outputs) => input
            .Apply(new DenseLayer { Units = 16, InputQuantizer = "moving_scale", Trainable = false }, name: "a")
            .BatchNormalization().Dense(outputs);
        Assert.AreEqual(1f, Trainers.Fit(_context, options).Weights["a/input_quantizer_mean"].Values[0]);
    }

    [TestMethod]
    public void Fit_StateThatIsNotNamed_IsRefusedByName()
    {
        var options = Moving("moving_scale(kept=False)");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(
            error.Message, "Layer 'a': training changed the buffer 'mean' of quantizer 'moving_scale(");
        StringAssert.Contains(error.Message, "trainable: false");
    }

    // Cancelled in its first epoch, what is returned would lack the state as well.
    [TestMethod]
    public void Fit_StateThatIsNotNamedCancelledInTheFirstEpoch_IsRefusedByName()
    {
        using var source = new CancellationTokenSource();
        var options = Moving("moving_scale(kept=False)");
        options.CancellationToken = source.Token;
        options.OnCancellation = CancellationBehavior.ReturnCurrent;
        options.Callbacks = [new Cancelling(source)];
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(error.Message, "the buffer 'mean'");
    }

    // Buffers and parameters of a submodule have names with a dot, which no weight of a layer has.
    [TestMethod]
    [DataRow(false, "the buffer 'inner.mean'")]
    [DataRow(true, "'inner.weight'")]
    public void Fit_StateOfASubmodule_IsRefusedByName(bool isParameter, string named)
    {
        Quantizer.Register("nested_state", _ => new NestedQuantizer());
        QuantizerModules.Register<NestedQuantizer>((_, _) => new Nested(isParameter));
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Trainers.Fit(_context, Moving("nested_state")));
        StringAssert.Contains(error.Message, named);
    }

    [TestMethod]
    public void Create_StateThatTheModuleLacks_IsRefusedByName()
    {
        Quantizer.Register("missing_state", _ => new MissingQuantizer());
        QuantizerModules.Register<MissingQuantizer>((_, _) => new MovingScale(0.1f));
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => QuantizerModules.Create("missing_state", null, new TensorShape(3)));
        StringAssert.Contains(error.Message, "must have the buffers that the value names: 'gone' (2,); got none");
    }

    private static Options Moving(string quantizer = "moving_scale")
    {
        var options = Trainers.Options(epochs: 6);
        options.Network = Network(quantizer);
        return options;
    }

    private static Func<NetworkTensor, int, NetworkTensor> Network(string quantizer) => (input, outputs) => input
        .QuantDense(32, inputQuantizer: quantizer, kernelQuantizer: "ste_sign", name: "a").BatchNormalization()
        .QuantDense(outputs, quantizer, quantizer, name: "b");

    private sealed class Stopping(int epoch) : TrainingCallback
    {
        public override void OnEpochEnd(TrainingContext context)
        {
            if (context.Progress.Epoch == epoch) throw new TimeoutException();
        }
    }

    private sealed class Cancelling(CancellationTokenSource source) : TrainingCallback
    {
        public override void OnBatchEnd(TrainingContext training) => source.Cancel();
    }

    private sealed record NestedQuantizer : CustomQuantizer
    {
        public override string Alias => "nested_state";

        public override int Precision => 32;

        public override Alphabet Alphabet => Alphabet.Real;

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized) =>
            values.CopyTo(quantized);
    }

    private sealed record MissingQuantizer : CustomQuantizer
    {
        public override string Alias => "missing_state";

        public override int Precision => 8;

        public override Alphabet Alphabet => Alphabet.Real;

        public override IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) =>
            [new("gone", new TensorShape(2), Initializer.Zeros, trainable: false)];

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized) =>
            values.CopyTo(quantized);
    }

    private sealed class Nested : QuantizerModule
    {
        private readonly nn.Module<Tensor, Tensor> _inner;

        public Nested(bool isParameter)
            : base(nameof(Nested))
        {
            _inner = isParameter ? nn.Linear(1, 1, hasBias: false) : new MovingScale(0.5f);
            register_module("inner", _inner);
        }

        protected override Tensor Quantize(Tensor input)
        {
            if (_inner is MovingScale scale)
            {
                using var output = scale.call(input);
            }

            return input.alias();
        }

        protected override Tensor PseudoGradient(Tensor input, Tensor upstream) => upstream.alias();
    }
}
