using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>Scores rows by ONNX Runtime, with whatever it makes of the graph by default, or of it as it is.</summary>
internal sealed class OnnxScorer : IDisposable
{
    // Rows of large networks take memory for each of their layers.
    private const int RowsAtOnce = 128;

    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly int[] _shape;

    public OnnxScorer(byte[] model, bool optimized = true)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        if (!optimized) options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        _session = new InferenceSession(model, options);
        (_input, var input) = _session.InputMetadata.Single();
        _shape = input.Dimensions;
    }

    public OnnxScorer(NetworkDefinition definition, NetworkWeights weights, bool optimized = true)
        : this(Bytes(definition, weights), optimized)
    {
    }

    public static byte[] Bytes(NetworkDefinition definition, NetworkWeights weights)
    {
        using var stream = new MemoryStream();
        definition.WriteOnnx(weights, stream);
        return stream.ToArray();
    }

    public float[] Score(float[] rows)
    {
        var size = _shape[1..].Aggregate(1, (product, length) => product * length);
        return [.. rows.Chunk(size * RowsAtOnce).SelectMany(part => Score(part, part.Length / size))];
    }

    public void Dispose() => _session.Dispose();

    private float[] Score(float[] rows, int count)
    {
        int[] shape = [count, .. _shape[1..]];
        using var scores = _session.Run(
            [NamedOnnxValue.CreateFromTensor(_input, new DenseTensor<float>(rows, shape))]);
        return [.. scores[0].AsEnumerable<float>()];
    }
}
