using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>What is asked of quantizers of one's own, and what is said where something is missing.</summary>
[TestClass]
public class CustomQuantizerTests
{
    private static readonly NetworkWeights Signs = new(
    [
        KeyValuePair.Create(
            "quant_dense/kernel", new WeightArray(new TensorShape(3, 2), [0.5f, -1, 0.2f, 0.3f, -0.4f, 1])),
    ]);

    [TestMethod]
    public void FromJson_QuantizerNotRegistered_SaysWhatToRegister()
    {
        var json = Dense("shifted_sign").ToJson().Replace("shifted_sign", "rare_sign", StringComparison.Ordinal);
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(json));
        foreach (var part in new[]
        {
            "Layer 'quant_dense' (QuantDense)", "$.kernelQuantizer", "Unknown quantizer 'rare_sign'", "'ste_sign'",
            "'threshold_sign'", "Quantizer.Register(\"rare_sign\", …)",
        })
        {
            StringAssert.Contains(error.Message, part);
        }
    }

    [TestMethod]
    public void Build_ValueNotRegistered_SaysWhatToRegister()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Dense(new LooseQuantizer("loose_sign")));
        StringAssert.Contains(
            error.Message, "Layer 'quant_dense' (QuantDense): Quantizer 'loose_sign' is not registered");
        StringAssert.Contains(error.Message, "Quantizer.Register<LooseQuantizer>(\"loose_sign\", …)");
    }

    // What an application that only scores does: the value alone, no module.
    [TestMethod]
    public void Compile_ValueWithoutModule_Scores()
    {
        Quantizer.Register("value_only", _ => new LooseQuantizer("value_only"));
        var network = Dense("value_only");
        var scores = new float[2];
        PackedNetwork.Compile(network, Signs).Score([1, 2, 3], scores);
        CollectionAssert.AreEqual(new[] { 0.5f + 0.4f - 1.2f, -1 + 0.6f + 3 }, scores);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new NetworkModule(network, Signs, 0));
        StringAssert.Contains(error.Message, "Quantizer 'value_only' (LooseQuantizer) has no module to train with");
        StringAssert.Contains(error.Message, "QuantizerModules.Register<LooseQuantizer>(…)");
    }

    [TestMethod]
    public void Register_AliasTakenOrMalformed_Throws()
    {
        foreach (var (alias, part) in new[]
        {
            ("ste_sign", "The library has a quantizer 'ste_sign' already"), ("SteSign", "'SteSign' already"),
            ("shifted_sign", "'shifted_sign' is Microsoft.ML.Larq.Tests.Quantizers.ShiftedSignQuantizer already, got "),
            ("", "1 to 100 letters, digits and '_', got ''"), ("a b", "got 'a b'"), ("a(b=1)", "got 'a(b=1)'"),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => Quantizer.Register(alias, _ => new LooseQuantizer(alias)));
            StringAssert.Contains(error.Message, part);
        }

        // The same type once more is no error.
        CustomQuantizers.Register();
        Assert.AreEqual(new ShiftedSignQuantizer(0.5f), Quantizer.Parse("shifted_sign(shift=0.5)"));
    }

    [TestMethod]
    public void Parse_FunctionGivesAnotherAlias_Throws()
    {
        Quantizer.Register("wrong_alias", _ => new LooseQuantizer("right_alias"));
        var error = Assert.ThrowsExactly<ArgumentException>(() => Quantizer.Parse("wrong_alias"));
        StringAssert.Contains(error.Message, "'wrong_alias' must give one of that alias, got 'right_alias'");
    }

    [TestMethod]
    public void Build_ArgumentLost_SaysWhatToName()
    {
        Quantizer.Register("forgetful", _ => new LooseQuantizer("forgetful"));
        var error = Assert.ThrowsExactly<ArgumentException>(() => Dense(new LooseQuantizer("forgetful") { Bits = 3 }));
        StringAssert.Contains(error.Message, "which is not equal: Arguments must name every parameter");
        foreach (var (precision, part) in new[] { (0, "Precision is from 1 to 32, got 0"), (33, "got 33") })
        {
            error = Assert.ThrowsExactly<ArgumentException>(
                () => Dense(new LooseQuantizer("forgetful") { Bits = precision }));
            StringAssert.Contains(error.Message, part);
        }
    }

    [TestMethod]
    public void ToString_EveryKindOfArgument_IsReadBack()
    {
        var value = new ArgumentsQuantizer(0.1f, null, 7, true, "weights");
        Quantizer.Register("arguments", arguments => new ArgumentsQuantizer(
            arguments.Number("a", 0), arguments.NumberOrNone("b", 1), arguments.Whole("c", 0),
            arguments.Flag("d", false), arguments.OneOf("e", "activations", "weights")));
        Assert.AreEqual("arguments(a=0.1, b=None, c=7, d=True, e=\"weights\")", value.ToString());
        Assert.AreEqual(value, Quantizer.Parse(value.ToString()));
        Assert.AreEqual(new ArgumentsQuantizer(0, 1, 0, false, "activations"), Quantizer.Parse("arguments"));
        foreach (var text in new[] { "arguments(c=0.5)", "arguments(d=1)", "arguments(e=\"c\")", "arguments(f=1)" })
            Assert.ThrowsExactly<ArgumentException>(() => Quantizer.Parse(text), text);
    }

    // 0.5 where ±1 was promised: refused when compiled as a kernel, when scored as an input, and when written.
    [TestMethod]
    public void Signs_ThatAreNone_AreRefused()
    {
        Quantizer.Register(
            "false_sign", _ => new LooseQuantizer("false_sign") { Values = Alphabet.Signs, Stays = true });
        var promise = Quantizer.Parse("false_sign");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => PackedNetwork.Compile(Dense(promise), Signs));
        StringAssert.Contains(error.Message, "'false_sign' says that its alphabet is Signs, −1 and +1, and gave 0.5");
        var packed = PackedNetwork.Compile(
            NetworkDefinition.Build(new TensorShape(3), x => x.QuantDense(2, promise, "ste_sign", useBias: false)),
            Signs);
        Assert.ThrowsExactly<InvalidOperationException>(() => packed.Score([0.25f, 1, 1], new float[2]));
        var refusal = Assert.ThrowsExactly<ArgumentException>(
            () => WeightsFile.Write(Dense(promise), Signs, latent: false));
        StringAssert.Contains(refusal.Message, "Weight 'quant_dense/kernel': quantizer 'false_sign' says");
    }

    [TestMethod]
    [DataRow(Alphabet.ZeroOne, "ZeroOne, 0 and 1, and gave 0.5")]
    [DataRow(Alphabet.Ternary, "Ternary, −1, 0 and +1, and gave 0.5")]
    public void Levels_ThatAreNone_AreRefused(Alphabet alphabet, string part)
    {
        Quantizer.Register($"false_{alphabet}", _ => new LooseQuantizer($"false_{alphabet}") { Values = alphabet });
        var promise = Quantizer.Parse($"false_{alphabet}");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => PackedNetwork.Compile(Dense(promise), Signs));
        StringAssert.Contains(error.Message, part);
        var network = NetworkDefinition.Build(
            new TensorShape(3), x => x.QuantDense(2, promise, "ste_sign", useBias: false));
        var packed = PackedNetwork.Compile(network, Signs);
        packed.Score([1, 0, -0f], new float[2]);
        Assert.ThrowsExactly<InvalidOperationException>(() => packed.Score([0.5f, 1, 1], new float[2]));
    }

    // One bit a weight where the quantizer leaves its own output as it is; latent values where it would not.
    [TestMethod]
    [DataRow("shifted_sign(shift=0.25)", "U8")]
    [DataRow("shifted_sign(shift=-1)", "F32")]
    [DataRow("threshold_sign", "F32")]
    public void Write_KernelOfSigns_IsBitsWhereIdempotent(string alias, string type)
    {
        var network = Dense(alias);
        var weights = NetworkWeights.Initialize(network, 1);
        var file = WeightsFile.Write(network, weights, latent: false);
        Assert.AreEqual(type, SafetensorsFile.Read(file).Tensors["quant_dense/kernel"].DataType);
        var read = WeightsFile.Read(network, file, out _);
        CollectionAssert.AreEqual(
            weights.Quantized(network)["quant_dense/kernel"].Values.ToArray(),
            read.Quantized(network)["quant_dense/kernel"].Values.ToArray());
    }

    [TestMethod]
    public void Quantize_WithoutItsParameters_SaysSo()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Quantizer.Parse("threshold_sign").Quantize([1], new TensorShape(1), new float[1]));
        StringAssert.Contains(error.Message, "'threshold_sign' has trained parameters, 'threshold' among them");
        var missing = Assert.ThrowsExactly<KeyNotFoundException>(() => _ = QuantizerValues.None["step"]);
        StringAssert.Contains(missing.Message, "no trained parameter 'step'; it has none");
    }

    [TestMethod]
    public void Create_ModuleWithOtherParameters_SaysWhichAreWanted()
    {
        Quantizer.Register("mismatched", _ => new MismatchedQuantizer("a"));
        QuantizerModules.Register<MismatchedQuantizer>((_, _) => new StepSign());
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => QuantizerModules.Create("mismatched", shape: new TensorShape(3)));
        StringAssert.Contains(error.Message, "the value names: 'a' (3,); got 'step' (1,)");
        foreach (var name in new[] { "", "a.b" })
        {
            var refusal = Assert.ThrowsExactly<ArgumentException>(() => Dense(new MismatchedQuantizer(name)));
            StringAssert.Contains(
                refusal.Message, $"a parameter's name has letters, digits and '_' and is its own, got '{name}'");
        }
    }

    private static NetworkDefinition Dense(Quantizer kernel) =>
        NetworkDefinition.Build(new TensorShape(3), x => x.QuantDense(2, kernelQuantizer: kernel, useBias: false));

    /// <summary>Changes nothing, under any alias.</summary>
    private sealed record LooseQuantizer(string Name) : CustomQuantizer
    {
        public override string Alias => Name;

        public override int Precision => Bits;

        public override Alphabet Alphabet => Values;

        public override bool IsIdempotent => Stays;

        public int Bits { get; init; } = 32;

        public Alphabet Values { get; init; } = Alphabet.Real;

        public bool Stays { get; init; }

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized) =>
            values.CopyTo(quantized);
    }

    private sealed record ArgumentsQuantizer(float A, float? B, int C, bool D, string E) : CustomQuantizer
    {
        public override string Alias => "arguments";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Real;

        protected override IEnumerable<(string, object?)> Arguments =>
            [("a", A), ("b", B), ("c", C), ("d", D), ("e", E)];

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized) =>
            values.CopyTo(quantized);
    }

    private sealed record MismatchedQuantizer(string Parameter) : CustomQuantizer
    {
        public override string Alias => "mismatched";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Real;

        protected override IEnumerable<(string, object?)> Arguments => [];

        public override IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) =>
            [new(Parameter, shape, Initializer.Ones)];

        public bool Equals(MismatchedQuantizer? other) => other is not null;

        public override int GetHashCode() => 0;

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized) =>
            values.CopyTo(quantized);
    }
}
