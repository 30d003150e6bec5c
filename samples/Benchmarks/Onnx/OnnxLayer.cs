using Microsoft.ML.Larq.Onnx.Graphs;
using Microsoft.ML.Larq.Packed.Kernels;

namespace Larq.Benchmarks;

/// <summary>A layer in single precision on ONNX Runtime.</summary>
internal sealed class OnnxLayer : IDisposable
{
    public const string Name = "ONNX Runtime";

    private readonly OnnxRun<float, float> _run;

    private OnnxLayer(OnnxRun<float, float> run) => _run = run;

    /// <summary>A convolution of stride 1 with a border of zeros; for an image of one pixel a dense layer.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="input">Row-major (rows, height, width, channels).</param>
    /// <param name="weights">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="bias">One a filter.</param>
    public static OnnxLayer Of(ConvolutionShape shape, int rows, float[] input, float[] weights, float[] bias) =>
        new(shape.Height * shape.Width == 1
            ? Dense(shape, rows, input, weights, bias)
            : Convolution(shape, input, weights, bias));

    /// <summary>Runs, and gives the result row-major (height, width, filters) of one image.</summary>
    public float[] Score(int filters)
    {
        Run();
        return Reversed(_run.Result, filters, 1, _run.Result.Length / filters);
    }

    public void Run() => _run.Run();

    public void Dispose() => _run.Dispose();

    private static OnnxRun<float, float> Dense(
        ConvolutionShape shape, int rows, float[] input, float[] weights, float[] bias)
    {
        var file = new OnnxFile();
        var result = file.Node(
            "Gemm",
            [
                OnnxFile.Input, file.Numbers(weights, shape.Channels, shape.Filters),
                file.Numbers(bias, shape.Filters),
            ],
            []);
        int[] from = [rows, shape.Channels], to = [rows, shape.Filters];
        return new(file.Build((OnnxType.Single, from), (OnnxType.Single, to), result), input, from, to);
    }

    private static OnnxRun<float, float> Convolution(
        ConvolutionShape shape, float[] input, float[] weights, float[] bias)
    {
        var file = new OnnxFile();
        var side = (int)Math.Sqrt(shape.Taps);
        long size = side, pad = side / 2;
        var kernel = Reversed(weights, shape.Taps, shape.GroupChannels, shape.Filters);
        var result = file.Node(
            "Conv",
            [
                OnnxFile.Input, file.Numbers(kernel, shape.Filters, shape.GroupChannels, side, side),
                file.Numbers(bias, shape.Filters),
            ],
            [
                ("kernel_shape", (long[])[size, size]), ("pads", (long[])[pad, pad, pad, pad]),
                ("group", (long)shape.Groups),
            ]);
        int[] from = [1, shape.Channels, shape.Height, shape.Width], to = [1, shape.Filters, shape.Height, shape.Width];
        var turned = Reversed(input, shape.Height * shape.Width, 1, shape.Channels);
        return new(file.Build((OnnxType.Single, from), (OnnxType.Single, to), result), turned, from, to);
    }

    // Row-major (a, b, c) becomes row-major (c, b, a).
    private static float[] Reversed(float[] values, int a, int b, int c)
    {
        var reversed = new float[values.Length];
        for (var i = 0; i < values.Length; i++) reversed[(((i % c * b) + (i / c % b)) * a) + (i / c / b)] = values[i];
        return reversed;
    }
}
