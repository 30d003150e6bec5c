namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>A parameter of an operator, known when the graph is written.</summary>
/// <param name="Name">ONNX' name.</param>
/// <param name="Value">A <see cref="long"/>, several of them, a <see cref="float"/> or a text.</param>
internal sealed record OnnxAttribute(string Name, object Value)
{
    public static implicit operator OnnxAttribute((string Name, long Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, long[] Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, float Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, string Value) pair) => new(pair.Name, pair.Value);
}
