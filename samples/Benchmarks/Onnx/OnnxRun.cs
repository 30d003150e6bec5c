using Microsoft.ML.OnnxRuntime;

namespace Larq.Benchmarks;

/// <summary>A model on ONNX Runtime: one thread, every optimization, memory reused from run to run.</summary>
/// <typeparam name="TIn">The type of what comes in.</typeparam>
/// <typeparam name="TOut">The type of what goes out.</typeparam>
internal sealed class OnnxRun<TIn, TOut> : IDisposable
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;

    public OnnxRun(byte[] model, TIn[] input, int[] inputShape, int[] outputShape)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(model, options);
        _inputNames = [.. _session.InputNames];
        _outputNames = [.. _session.OutputNames];
        Result = new TOut[outputShape.Aggregate(1, (size, length) => size * length)];
        _inputs = [OrtValue.CreateTensorValueFromMemory(input, Long(inputShape))];
        _outputs = [OrtValue.CreateTensorValueFromMemory(Result, Long(outputShape))];
    }

    /// <summary>What the last run gave.</summary>
    public TOut[] Result { get; }

    public void Run() => _session.Run(_options, _inputNames, _inputs, _outputNames, _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs)) value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private static long[] Long(int[] shape) => [.. shape.Select(size => (long)size)];
}
