using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Writes a model into a graph.</summary>
/// <param name="graph">The graph.</param>
/// <param name="features">The value of the feature column, a vector a row.</param>
/// <returns>The columns that the model adds, and their values.</returns>
internal delegate IEnumerable<OnnxColumn> OnnxScores(OnnxGraph graph, string features);
