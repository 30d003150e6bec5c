using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.OnnxRuntime;

namespace Larq.Benchmarks;

/// <summary>A layer in single precision on ONNX Runtime: one thread, every optimization, memory reused.</summary>
internal sealed class OnnxLayer : IDisposable
{
    public const string Name = "ONNX Runtime";

    private static readonly string[] Inputs = [OnnxModel.Input];
    private static readonly string[] Outputs = [OnnxModel.Output];

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly float[] _result;

    private OnnxLayer(byte[] model, float[] input, long[] inputShape, long[] outputShape)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(model, options);
        _inputs = [OrtValue.CreateTensorValueFromMemory(input, inputShape)];
        _result = new float[outputShape.Aggregate(1L, (size, length) => size * length)];
        _outputs = [OrtValue.CreateTensorValueFromMemory(_result, outputShape)];
    }

    /// <summary>A convolution of stride 1 with a border of zeros; for an image of one pixel a dense layer.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="input">Row-major (rows, height, width, channels).</param>
    /// <param name="weights">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="bias">One a filter.</param>
    public static OnnxLayer Of(ConvolutionShape shape, int rows, float[] input, float[] weights, float[] bias)
    {
        if (shape.Height * shape.Width == 1)
        {
            return new OnnxLayer(
                OnnxModel.Dense(rows, shape.Channels, shape.Filters, weights, bias),
                input, [rows, shape.Channels], [rows, shape.Filters]);
        }

        var (taps, pixels) = (shape.Taps, shape.Height * shape.Width);
        var kernel = (int)Math.Sqrt(taps);
        return new OnnxLayer(
            OnnxModel.Convolution(shape, kernel, Reversed(weights, taps, shape.GroupChannels, shape.Filters), bias),
            Reversed(input, pixels, 1, shape.Channels),
            [1, shape.Channels, shape.Height, shape.Width], [1, shape.Filters, shape.Height, shape.Width]);
    }

    /// <summary>Runs, and gives the result row-major (height, width, filters) of one image.</summary>
    public float[] Score(int filters)
    {
        Run();
        return Reversed(_result, filters, 1, _result.Length / filters);
    }

    public void Run() => _session.Run(_options, Inputs, _inputs, Outputs, _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs)) value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    // Row-major (a, b, c) becomes row-major (c, b, a).
    private static float[] Reversed(float[] values, int a, int b, int c)
    {
        var reversed = new float[values.Length];
        for (var i = 0; i < values.Length; i++) reversed[(((i % c * b) + (i / c % b)) * a) + (i / c / b)] = values[i];
        return reversed;
    }
}
