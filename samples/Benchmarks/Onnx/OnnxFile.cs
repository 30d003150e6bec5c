using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Onnx.Format;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Larq.Benchmarks;

/// <summary>
/// An ONNX file of one input and one output while it is built. The numbers are those of
/// <see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto"/>.
/// </summary>
internal sealed class OnnxFile
{
    public const string Input = "x";
    public const string Output = "y";

    /// <summary>Where ONNX Runtime's own operators are, for example those of 8 bits with the channels last.</summary>
    public const string RuntimeDomain = "com.microsoft";

    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _constants = [];

    /// <summary>Adds an operator; gives the name of its output.</summary>
    public string Node(string type, string[] inputs, OnnxAttribute[] attributes, string domain = "")
    {
        var output = $"v{_nodes.Count}";
        _nodes.Add(new ProtoMessage().AddAll(1, inputs).Add(2, output).Add(4, type)
            .AddAll(5, attributes.Select(Attribute)).Add(7, domain));
        return output;
    }

    public string Numbers(float[] values, params int[] shape) =>
        Constant(OnnxType.Single, MemoryMarshal.AsBytes<float>(values), shape);

    public string Bytes(byte[] values, params int[] shape) => Constant(OnnxType.Byte, values, shape);

    public string SignedBytes(sbyte[] values, params int[] shape) =>
        Constant(OnnxType.SByte, MemoryMarshal.AsBytes<sbyte>(values), shape);

    public string Integers(int[] values, params int[] shape) =>
        Constant(OnnxType.Int32, MemoryMarshal.AsBytes<int>(values), shape);

    public string Shape(params long[] values) =>
        Constant(OnnxType.Int64, MemoryMarshal.AsBytes<long>(values), [values.Length]);

    /// <summary>The whole file.</summary>
    /// <param name="input">What comes in.</param>
    /// <param name="output">What goes out.</param>
    /// <param name="result">The value that goes out.</param>
    public byte[] Build((OnnxType Type, int[] Shape) input, (OnnxType Type, int[] Shape) output, string result)
    {
        _nodes.Add(new ProtoMessage().Add(1, result).Add(2, Output).Add(4, "Identity"));
        var graph = new ProtoMessage().AddAll(1, _nodes).Add(2, "rival").AddAll(5, _constants)
            .Add(11, Value(Input, input)).Add(12, Value(Output, output));
        var file = new ProtoMessage().Add(1, 8L).Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, 13L))
            .Add(8, new ProtoMessage().Add(1, RuntimeDomain).Add(2, 1L));
        using var bytes = new MemoryStream();
        file.WriteTo(bytes);
        return bytes.ToArray();
    }

    private string Constant(OnnxType type, ReadOnlySpan<byte> values, int[] shape)
    {
        var name = $"c{_constants.Count}";
        _constants.Add(new ProtoMessage().AddAll(1, shape.Select(size => (long)size)).Add(2, (long)type)
            .Add(8, name).Add(9, values.ToArray()));
        return name;
    }

    private static ProtoMessage Attribute(OnnxAttribute attribute)
    {
        var message = new ProtoMessage().Add(1, attribute.Name);
        return attribute.Value switch
        {
            float value => message.Add(2, value).Add(20, 1L),
            long value => message.Add(3, value).Add(20, 2L),
            long[] values => message.AddAll(8, values).Add(20, 7L),
            var value => throw new ArgumentException($"No attribute is written of {value}.", nameof(attribute)),
        };
    }

    private static ProtoMessage Value(string name, (OnnxType Type, int[] Shape) value)
    {
        var sizes = new ProtoMessage().AddAll(1, value.Shape.Select(size => new ProtoMessage().Add(1, (long)size)));
        var tensor = new ProtoMessage().Add(1, (long)value.Type).Add(2, sizes);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
    }
}
