using Microsoft.ML.Larq.Onnx.Graphs;
using Microsoft.ML.Larq.Packed.Kernels;

namespace Larq.Benchmarks;

/// <summary>
/// Convolutions of 8 bits as ONNX Runtime's QLinearConv has them: inputs from 0 to 255, weights from −127 to 127, sums
/// of 32 bits, outputs of 8 bits again. Channels lie last, so that no time goes into turning them.
/// </summary>
internal static class QuantizedConvolution
{
    private const float Scale = 1 / 128f;
    private const byte Middle = 128;

    /// <summary>One of stride 1 with a border, of random values.</summary>
    public static OnnxRun<byte, byte> Of(ConvolutionShape shape)
    {
        var (file, random) = (new OnnxFile(), new Random(1));
        var side = (int)Math.Sqrt(shape.Taps);
        var result = Add(
            file, random, OnnxFile.Input, (shape.Channels, shape.Filters), (side, 1, shape.Groups));
        int[] from = [1, shape.Height, shape.Width, shape.Channels], to = [1, shape.Height, shape.Width, shape.Filters];
        var input = new byte[shape.Height * shape.Width * shape.Channels];
        random.NextBytes(input);
        return new(file.Build((OnnxType.Byte, from), (OnnxType.Byte, to), result), input, from, to);
    }

    /// <summary>Adds a layer of random weights to a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="random">Where weights come from.</param>
    /// <param name="input">The value that it reads.</param>
    /// <param name="channels">Of the input and of the output.</param>
    /// <param name="window">Rows and columns of a filter, from a pixel to the next, groups.</param>
    public static string Add(
        OnnxFile file, Random random, string input, (int Input, int Output) channels,
        (int Side, int Stride, int Groups) window)
    {
        var group = channels.Input / window.Groups;
        var weights = new sbyte[channels.Output * group * window.Side * window.Side];
        foreach (ref var weight in weights.AsSpan()) weight = (sbyte)random.Next(-127, 128);
        long size = window.Side, pad = window.Side / 2, stride = window.Stride;
        return file.Node(
            "QLinearConv",
            [
                input, file.Numbers([Scale]), file.Bytes([Middle]),
                file.SignedBytes(weights, channels.Output, group, window.Side, window.Side),
                file.Numbers([Scale]), file.SignedBytes([0]),
                file.Numbers([(float)(Scale * Math.Sqrt(group * size * size))]), file.Bytes([Middle]),
                file.Integers(new int[channels.Output], channels.Output),
            ],
            [
                ("kernel_shape", (long[])[size, size]), ("pads", (long[])[pad, pad, pad, pad]),
                ("strides", (long[])[stride, stride]), ("group", (long)window.Groups), ("channels_last", 1L),
            ],
            OnnxFile.RuntimeDomain);
    }
}
