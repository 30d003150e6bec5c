using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>Small files that ask for much: each is refused, or loaded and scored within the bounds.</summary>
[TestClass]
public class BombTests
{
    private static readonly TensorShape Pixel = new(1, 1, 1);

    [TestMethod]
    [DataRow("upsampling then a mean", true)]
    [DataRow("upsampling then a product", true)]
    [DataRow("zero padding", true)]
    [DataRow("transposed convolution", true)]
    [DataRow("bilinear upsampling", true)]
    [DataRow("causal convolution", true)]
    [DataRow("large convolution of a large image", true)]
    [DataRow("dense layer of zero bits", true)]
    [DataRow("larger dense layer of zero bits", true)]
    [DataRow("100000 activations", false)]
    [DataRow("150000 identities", null)]
    [DataRow("60000 normalizations", true)]
    [DataRow("history of 300000 names", false)]
    [DataRow("channel padding", true)]
    [DataRow("concatenated with itself", true)]
    [DataRow("float weights of zero", true)]
    [DataRow("positions of a bit each", true)]
    public void Load_SmallFileThatAsksForMuch_StaysWithinTheBounds(string name, bool? refused)
    {
        using var process = new GuardedProcess();
        FileOfNothing.Write(process.PathOf("bomb.zip"), Network(name), name.StartsWith("history") ? History() : null);
        var result = process.Run(["bomb.zip"]).Single();
        Console.WriteLine($"{name}: {new FileInfo(process.PathOf("bomb.zip")).Length:N0} B, {result}");
        result.Require(refused);
        if (refused != true) return;
        StringAssert.Contains(result.Outcome, nameof(NetworkBudget));
        StringAssert.Contains(result.Outcome, "layer '");
    }

    private static NetworkDefinition Network(string name) => name switch
    {
        "upsampling then a mean" => Of(Pixel, x => x.UpSampling2D(32767).GlobalAveragePool().Dense(2)),
        "upsampling then a product" => Of(Pixel, x => x.UpSampling2D(20000).Multiply(x).GlobalAveragePool().Dense(2)),
        "zero padding" => Of(Pixel, x => x.ZeroPadding2D((2147483645, 0), (0, 0)).GlobalAveragePool().Dense(2)),
        "transposed convolution" => Of(Pixel, x => x.Conv2DTranspose(1, 1, 20000).GlobalAveragePool().Dense(2)),
        "bilinear upsampling" => Of(
            Pixel, x => x.UpSampling2D(32767, Interpolation.Bilinear).GlobalAveragePool().Dense(2)),
        "causal convolution" => Of(new TensorShape(4, 1), x => x
            .Conv1D(1, 32767, padding: PadMode.Causal, dilationRate: 32767).Flatten().Dense(2)),
        "large convolution of a large image" => Of(
            Pixel, x => x.UpSampling2D(3000).Conv2D(1, 300, padding: PadMode.Same).GlobalAveragePool().Dense(2)),
        "dense layer of zero bits" => Of(
            new TensorShape(10000), x => x.QuantDense(30000, "ste_sign", "ste_sign", useBias: false)),
        "larger dense layer of zero bits" => Of(
            new TensorShape(32767), x => x.QuantDense(65500, "ste_sign", "ste_sign", useBias: false)),
        "100000 activations" => Of(new TensorShape(2), x => Times(100000, x, y => y.Relu())),
        "150000 identities" => Of(new TensorShape(2), x => Times(150000, x, y => y.Apply(new IdentityLayer()))),
        "60000 normalizations" => Of(new TensorShape(1), x => Times(60000, x, y => y.BatchNormalization())),
        "channel padding" => Of(new TensorShape(2), x => x.ChannelPadding(2147483600)),
        "concatenated with itself" => Of(new TensorShape(2), x => Times(29, x, y => y.Concatenate(y))),
        "float weights of zero" => Of(new TensorShape(10000), x => x.Dense(10000)),
        "positions of a bit each" => Of(new TensorShape(4_000_000, 1), x => x
            .QuantLocallyConnected1D(1, 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", useBias: false)
            .Flatten()),
        _ => SampleTransformer.Create().Network,
    };

    private static JsonObject History() => new(Enumerable.Range(0, 300_000)
        .Select(i => KeyValuePair.Create($"flip_ratio/{i}", (JsonNode?)new JsonArray(0.5))));

    private static NetworkTensor Times(int count, NetworkTensor x, Func<NetworkTensor, NetworkTensor> layer)
    {
        for (var i = 0; i < count; i++) x = layer(x);
        return x;
    }

    private static NetworkDefinition Of(TensorShape shape, Func<NetworkTensor, NetworkTensor> network) =>
        NetworkDefinition.Build(shape, network);
}
