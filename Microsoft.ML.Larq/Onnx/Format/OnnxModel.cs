using System.Buffers.Binary;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Format;

/// <summary>A graph that becomes an ONNX file. The numbers of fields are those of ONNX' messages.</summary>
internal sealed class OnnxModel : OnnxGraph
{
    // Of ONNX 1.7, which has these operators.
    private const long FormatVersion = 7;

    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _constants = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "" };

    /// <summary>Sets aside the names of what comes in and goes out.</summary>
    public OnnxModel(string input, string output) => _names.UnionWith([input, output]);

    public override string Node(string type, string[] inputs, params OnnxAttribute[] attributes)
    {
        var output = Unique(type);
        Add(type, inputs, output, attributes);
        return output;
    }

    public override string Constant(float[] values, params int[] dimensions)
    {
        var bytes = new byte[(long)values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return Constant(OnnxType.Single, dimensions, bytes);
    }

    public override string Constant(long[] values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return Constant(OnnxType.Int64, [values.Length], bytes);
    }

    public override string Indices(int[] values, params int[] dimensions)
    {
        var bytes = new byte[(long)values.Length * sizeof(int)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        return Constant(OnnxType.Int32, dimensions, bytes);
    }

    public override string Small(sbyte[] values, params int[] dimensions) => Node(
        "Cast", [Constant(OnnxType.SByte, dimensions, [.. values.Select(value => (byte)value)])],
        ("to", (long)OnnxType.Single));

    /// <summary>The whole file.</summary>
    /// <param name="name">What the graph is called.</param>
    /// <param name="input">The name of what comes in, and the shape of a row.</param>
    /// <param name="output">The name of what goes out, and the shape of a row.</param>
    /// <param name="result">The value that goes out.</param>
    public ProtoMessage Build(
        string name, (string Name, TensorShape Shape) input, (string Name, TensorShape Shape) output, string result)
    {
        Prefix = output.Name;
        Add("Identity", [result], output.Name, []);
        var graph = new ProtoMessage()
            .AddAll(1, _nodes)
            .Add(2, name)
            .AddAll(5, _constants)
            .Add(11, Rows(input.Name, input.Shape))
            .Add(12, Rows(output.Name, output.Shape));
        return new ProtoMessage()
            .Add(1, FormatVersion)
            .Add(2, "Microsoft.ML.Larq")
            .Add(3, typeof(OnnxModel).Assembly.GetName().Version?.ToString() ?? "")
            .Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorSet));
    }

    private void Add(string type, string[] inputs, string output, OnnxAttribute[] attributes) => _nodes.Add(
        new ProtoMessage()
            .AddAll(1, inputs)
            .Add(2, output)
            .Add(3, output)
            .Add(4, type)
            .AddAll(5, attributes.Select(Attribute)));

    private static ProtoMessage Attribute(OnnxAttribute attribute)
    {
        var message = new ProtoMessage().Add(1, attribute.Name);
        return attribute.Value switch
        {
            float value => message.Add(2, value).Add(20, 1L),
            long value => message.Add(3, value).Add(20, 2L),
            string value => message.Add(4, value).Add(20, 3L),
            long[] values => message.AddAll(8, values).Add(20, 7L),
            var value => throw new ArgumentException(
                $"Attribute '{attribute.Name}' has the type {value.GetType()}.", nameof(attribute)),
        };
    }

    private string Constant(OnnxType type, int[] dimensions, byte[] bytes)
    {
        var name = Unique("constant");
        _constants.Add(new ProtoMessage()
            .AddAll(1, dimensions.Select(size => (long)size))
            .Add(2, (long)type)
            .Add(8, name)
            .Add(9, bytes));
        return name;
    }

    private static ProtoMessage Rows(string name, TensorShape shape)
    {
        var dimensions = shape.Dimensions.Select(size => new ProtoMessage().Add(1, size))
            .Prepend(new ProtoMessage().Add(2, "batch"));
        var tensor = new ProtoMessage().Add(1, (long)OnnxType.Single).Add(2, new ProtoMessage().AddAll(1, dimensions));
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
    }

    private string Unique(string what)
    {
        var wanted = Prefix.Length == 0 ? what : $"{Prefix}/{what}";
        var name = wanted;
        for (var i = 1; !_names.Add(name); i++) name = $"{wanted}_{i}";
        return name;
    }
}
