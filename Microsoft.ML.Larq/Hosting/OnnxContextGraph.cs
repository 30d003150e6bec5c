using Microsoft.ML.Data;
using Microsoft.ML.Larq.Onnx.Graphs;
using Microsoft.ML.Model.OnnxConverter;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>A graph that ML.NET's converter writes, where each column is a value of two dimensions.</summary>
internal sealed class OnnxContextGraph(OnnxContext context) : OnnxGraph
{
    public override string Node(string type, string[] inputs, params OnnxAttribute[] attributes)
    {
        var output = context.AddIntermediateVariable(null, Unused(type), skip: true);
        Node(type, inputs, output, attributes);
        return output;
    }

    public override string Constant(float[] values, params int[] dimensions) => dimensions.Length == 0
        ? context.AddInitializer(values[0], Unused("constant"))
        : context.AddInitializer(values, Long(dimensions), Unused("constant"));

    public override string Constant(long[] values) =>
        context.AddInitializer(values, [values.Length], Unused("constant"));

    public override string Indices(int[] values, params int[] dimensions) =>
        context.AddInitializer(values, typeof(int), Long(dimensions), Unused("constant"));

    // The converter writes every number below 0 in ten bytes, and those from 0 to 2 in one.
    public override string Small(sbyte[] values, params int[] dimensions)
    {
        var bytes = context.AddInitializer(
            values.Select(value => value + 1), typeof(byte), Long(dimensions), Unused("constant"));
        return Subtract(Number(bytes), Scalar(1));
    }

    /// <summary>Gives a value to a column, which steps behind read.</summary>
    public void Give(string column, DataViewType type, string value) =>
        Node("Identity", [value], context.AddIntermediateVariable(type, column), []);

    private void Node(string type, string[] inputs, string output, OnnxAttribute[] attributes)
    {
        var node = context.CreateNode(type, inputs, [output], context.GetNodeName(Named(type)), "");
        foreach (var attribute in attributes)
        {
            switch (attribute.Value)
            {
                case float value:
                    node.AddAttribute(attribute.Name, value);
                    break;
                case long value:
                    node.AddAttribute(attribute.Name, value);
                    break;
                case string value:
                    node.AddAttribute(attribute.Name, value);
                    break;
                case long[] values:
                    node.AddAttribute(attribute.Name, values);
                    break;
                default:
                    throw new ArgumentException(
                        $"Attribute '{attribute.Name}' has the type {attribute.Value.GetType()}.", nameof(attributes));
            }
        }
    }

    // The converter gives each value a column of its name: no column that is there may lose its value so.
    private string Unused(string what)
    {
        var name = Named(what);
        for (var i = 1; context.ContainsColumn(name) || context.IsVariableDefined(name); i++)
            name = $"{Named(what)}_{i}";
        return name;
    }

    private string Named(string what) => $"{Prefix}/{what}";

    private static IEnumerable<long> Long(int[] dimensions) => dimensions.Select(size => (long)size);
}
