using System.Globalization;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats;

/// <summary>A kernel is written as signs only where its quantizer leaves them as they are, whatever it says.</summary>
[TestClass]
public class PromisedSignsTests
{
    // It gives −1 and +1, and of its own output something else: what is read back would not be what was scored.
    [TestMethod]
    [DataRow(new float[] { 1, -1, 1 })]
    [DataRow(new float[] { -3, -2, -1 })]
    public void Write_SignsThatAreNotTheirOwn_NamesWeightAndPromise(float[] kernel)
    {
        Quantizer.Register("turning_sign", _ => new TurningSignQuantizer());
        var network = NetworkDefinition.Build(
            new TensorShape(3), x => x.QuantDense(1, kernelQuantizer: "turning_sign", useBias: false));
        var weights = new NetworkWeights(
            [KeyValuePair.Create("quant_dense/kernel", new WeightArray(new TensorShape(3, 1), kernel))]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => WeightsFile.Write(network, weights, latent: false));
        Assert.AreEqual(
            "Weight 'quant_dense/kernel': quantizer 'turning_sign' says that it gives −1 and +1 and is idempotent, "
            + "and is not.", error.Message);

        // Latent values make no use of the promise.
        var latent = WeightsFile.Read(network, WeightsFile.Write(network, weights, latent: true), out _);
        CollectionAssert.AreEqual(kernel, latent["quant_dense/kernel"].Values.ToArray());
    }

    // What a quantizer trains is needed to know its signs, which bits do not hold: the latent values are written.
    [TestMethod]
    public void Write_SignsWithTrainedParameters_KeepsTheLatentValues()
    {
        Quantizer.Register("moved_sign", _ => new MovedSignQuantizer());
        var network = NetworkDefinition.Build(
            new TensorShape(3), x => x.QuantDense(1, kernelQuantizer: "moved_sign", useBias: false));
        var weights = NetworkWeights.Initialize(network, 1);
        var file = WeightsFile.Write(network, weights, latent: false);
        Assert.AreEqual("F32", SafetensorsFile.Read(file).Tensors["quant_dense/kernel"].DataType);
        CollectionAssert.AreEqual(
            weights["quant_dense/kernel"].Values.ToArray(),
            WeightsFile.Read(network, file, out _)["quant_dense/kernel"].Values.ToArray());
    }

    // A file as long as it may be, by its length alone, and by a byte longer.
    [TestMethod]
    public void RequireLength_TheMost_IsTakenAndNoMore()
    {
        var network = NetworkDefinition.Build(new TensorShape(3), x => x.Dense(1000));
        var error = Assert.ThrowsExactly<FormatException>(() => WeightsFile.RequireLength(network, long.MaxValue));
        var most = long.Parse(error.Message.Split(' ')[5], CultureInfo.InvariantCulture);
        Assert.IsGreaterThanOrEqualTo(
            WeightsFile.Write(network, NetworkWeights.Initialize(network, 1), latent: true).Length, most);
        WeightsFile.RequireLength(network, most);
        error = Assert.ThrowsExactly<FormatException>(() => WeightsFile.RequireLength(network, most + 1));
        StringAssert.Contains(error.Message, $"at most {most} bytes, got {most + 1}");
    }

    /// <summary>−sign(x), said to be idempotent.</summary>
    private sealed record TurningSignQuantizer : CustomQuantizer
    {
        public override string Alias => "turning_sign";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Signs;

        public override bool IsIdempotent => true;

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
        {
            for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= 0 ? -1 : 1;
        }
    }

    /// <summary>sign(x − t) with a trained t, said to be idempotent.</summary>
    private sealed record MovedSignQuantizer : CustomQuantizer
    {
        public override string Alias => "moved_sign";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Signs;

        public override bool IsIdempotent => true;

        public override IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) =>
            [new("threshold", new TensorShape(1), Initializer.Zeros)];

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
        {
            var threshold = parameters["threshold"][0];
            for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= threshold ? 1 : -1;
        }
    }
}
