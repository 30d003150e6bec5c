using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Larq.Benchmarks;

/// <summary>
/// The network that those take who do not binarize: MobileNetV2 of width 1 (Sandler and others, 2018, table 2), with
/// random weights. Accuracies are those that torchvision publishes for its weights.
/// </summary>
internal static class MobileNetV2
{
    public const double Top1 = 71.88;
    public const double Top1OfBytes = 71.66;

    private const float Scale = 1 / 64f;
    private const byte Middle = 128;
    private const int Last = 1280;

    // Times wider inside, channels, blocks, stride of the first.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    /// <summary>In single precision.</summary>
    public static NetworkDefinition Define() =>
        NetworkDefinition.Build(new TensorShape(ZooModel.Side, ZooModel.Side, 3), input =>
        {
            var x = Active(input.Conv2D(32, 3, 2, PadMode.Same, useBias: false));
            foreach (var (expansion, inside, channels, stride) in Blocks())
            {
                var start = x;
                if (expansion > 1) x = Active(x.Conv2D(inside, 1, useBias: false));
                x = Active(x.DepthwiseConv2D(3, stride, PadMode.Same, useBias: false));
                x = x.Conv2D(channels, 1, useBias: false).BatchNormalization();
                if (x.Shape == start.Shape) x = x.Add(start);
            }

            x = Active(x.Conv2D(Last, 1, useBias: false));
            return x.GlobalAveragePool().Dense(ZooModel.Classes);
        });

    /// <summary>In 8 bits: inputs and outputs of every layer are bytes, weights signed ones.</summary>
    public static OnnxRun<byte, byte> InBytes()
    {
        var (file, random) = (new OnnxFile(), new Random(1));
        var x = QuantizedConvolution.Add(file, random, OnnxFile.Input, (3, 32), (3, 2, 1));
        var before = 32;
        foreach (var (expansion, inside, channels, stride) in Blocks())
        {
            var start = x;
            if (expansion > 1) x = QuantizedConvolution.Add(file, random, x, (before, inside), (1, 1, 1));
            x = QuantizedConvolution.Add(file, random, x, (inside, inside), (3, stride, inside));
            x = QuantizedConvolution.Add(file, random, x, (inside, channels), (1, 1, 1));
            if (stride == 1 && before == channels)
            {
                x = file.Node(
                    "QLinearAdd", [x, .. Of(file), start, .. Of(file), .. Of(file)], [], OnnxFile.RuntimeDomain);
            }

            before = channels;
        }

        x = QuantizedConvolution.Add(file, random, x, (before, Last), (1, 1, 1));
        x = file.Node(
            "QLinearGlobalAveragePool", [x, .. Of(file), .. Of(file)], [("channels_last", 1L)],
            OnnxFile.RuntimeDomain);
        x = QuantizedConvolution.Add(file, random, x, (Last, ZooModel.Classes), (1, 1, 1));
        int[] from = [1, ZooModel.Side, ZooModel.Side, 3], to = [1, 1, 1, ZooModel.Classes];
        var image = new byte[ZooModel.Side * ZooModel.Side * 3];
        random.NextBytes(image);
        return new(file.Build((OnnxType.Byte, from), (OnnxType.Byte, to), x), image, from, to);
    }

    // A scale and what stands for 0.
    private static string[] Of(OnnxFile file) => [file.Numbers([Scale]), file.Bytes([Middle])];

    private static NetworkTensor Active(NetworkTensor x) =>
        x.BatchNormalization().Activation(ActivationFunction.Relu6);

    private static IEnumerable<(int Expansion, int Inside, int Channels, int Stride)> Blocks()
    {
        var before = 32;
        foreach (var (expansion, channels, blocks, stride) in Stages)
        {
            for (var i = 0; i < blocks; i++)
            {
                yield return (expansion, before * expansion, channels, i == 0 ? stride : 1);
                before = channels;
            }
        }
    }
}
