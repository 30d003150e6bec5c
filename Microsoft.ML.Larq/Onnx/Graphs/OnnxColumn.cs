namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>A column that a graph gives.</summary>
/// <param name="Name">The column.</param>
/// <param name="Value">The value's name in the graph.</param>
internal sealed record OnnxColumn(string Name, string Value);
