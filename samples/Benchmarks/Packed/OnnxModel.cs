using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.Larq.Packed.Kernels;

namespace Larq.Benchmarks;

/// <summary>
/// Writes ONNX models of one node. The numbers are those of the fields in
/// <see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto"/>.
/// </summary>
internal static class OnnxModel
{
    public const string Input = "x";
    public const string Output = "y";

    private const int FloatType = 1;
    private const int IntAttribute = 2;
    private const int IntsAttribute = 7;

    /// <param name="shape">The geometry.</param>
    /// <param name="kernel">Height and width, odd.</param>
    /// <param name="weights">Row-major (filters, channels/groups, height, width).</param>
    /// <param name="bias">One a filter.</param>
    public static byte[] Convolution(ConvolutionShape shape, int kernel, float[] weights, float[] bias)
    {
        var pad = kernel / 2;
        return Model(
            Node(
                "Conv", Ints("kernel_shape", kernel, kernel), Ints("pads", pad, pad, pad, pad),
                Int("group", shape.Groups)),
            Tensor("w", weights, shape.Filters, shape.GroupChannels, kernel, kernel),
            Tensor("b", bias, shape.Filters),
            Value(Input, 1, shape.Channels, shape.Height, shape.Width),
            Value(Output, 1, shape.Filters, shape.Height, shape.Width));
    }

    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="outputs">Outputs of a row.</param>
    /// <param name="weights">Row-major (inputs, outputs).</param>
    /// <param name="bias">One an output.</param>
    public static byte[] Dense(int rows, int inputs, int outputs, float[] weights, float[] bias) => Model(
        Node("Gemm"),
        Tensor("w", weights, inputs, outputs),
        Tensor("b", bias, outputs),
        Value(Input, rows, inputs),
        Value(Output, rows, outputs));

    private static byte[] Model(
        ByteString node, ByteString weights, ByteString bias, ByteString input, ByteString output)
    {
        var graph = Message(
            Bytes(1, node), Text(2, "layer"), Bytes(5, weights), Bytes(5, bias), Bytes(11, input), Bytes(12, output));
        var operators = Message(Number(2, 13));
        return Message(Number(1, 8), Bytes(7, graph), Bytes(8, operators)).ToByteArray();
    }

    private static ByteString Node(string kind, params Action<CodedOutputStream>[] attributes) => Message(
        [Text(1, Input), Text(1, "w"), Text(1, "b"), Text(2, Output), Text(4, kind), .. attributes]);

    private static Action<CodedOutputStream> Ints(string name, params int[] values) => Bytes(5, Message(
        [Text(1, name), .. values.Select(value => Number(8, value)), Number(20, IntsAttribute)]));

    private static Action<CodedOutputStream> Int(string name, int value) => Bytes(5, Message(
        [Text(1, name), Number(3, value), Number(20, IntAttribute)]));

    private static ByteString Tensor(string name, float[] values, params int[] shape) => Message(
    [
        .. shape.Select(length => Number(1, length)), Number(2, FloatType), Text(8, name),
        Bytes(9, ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()))),
    ]);

    private static ByteString Value(string name, params int[] shape)
    {
        var dimensions = Message([.. shape.Select(length => Bytes(1, Message(Number(1, length))))]);
        var tensor = Message(Number(1, FloatType), Bytes(2, dimensions));
        return Message(Text(1, name), Bytes(2, Message(Bytes(1, tensor))));
    }

    private static Action<CodedOutputStream> Number(int field, long value) => to =>
    {
        to.WriteTag(field, WireFormat.WireType.Varint);
        to.WriteInt64(value);
    };

    private static Action<CodedOutputStream> Text(int field, string value) =>
        Bytes(field, ByteString.CopyFromUtf8(value));

    private static Action<CodedOutputStream> Bytes(int field, ByteString value) => to =>
    {
        to.WriteTag(field, WireFormat.WireType.LengthDelimited);
        to.WriteBytes(value);
    };

    private static ByteString Message(params Action<CodedOutputStream>[] fields)
    {
        using var memory = new MemoryStream();
        using (var to = new CodedOutputStream(memory, leaveOpen: true))
        {
            foreach (var field in fields) field(to);
        }

        return ByteString.CopyFrom(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
