using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>Scores rows by ONNX Runtime, with whatever it makes of the graph by default.</summary>
internal sealed class OnnxScorer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly int[] _shape;

    public OnnxScorer(byte[] model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(model, options);
        (_input, var input) = _session.InputMetadata.Single();
        _shape = input.Dimensions;
    }

    public OnnxScorer(NetworkDefinition definition, NetworkWeights weights)
        : this(Bytes(definition, weights))
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
        int[] shape = [rows.Length / size, .. _shape[1..]];
        using var scores = _session.Run(
            [NamedOnnxValue.CreateFromTensor(_input, new DenseTensor<float>(rows, shape))]);
        return [.. scores[0].AsEnumerable<float>()];
    }

    public void Dispose() => _session.Dispose();
}
