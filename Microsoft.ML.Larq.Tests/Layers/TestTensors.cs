using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>Plain arrays in and out of tensors.</summary>
internal static class TestTensors
{
    public static float[] Uniform(int seed, int count, float low, float high)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => low + (random.NextSingle() * (high - low)))];
    }

    public static Tensor Shaped(float[] values, params int[] shape) =>
        tensor(values).reshape([.. shape.Select(n => (long)n)]);

    /// <summary>Rows, axes and channels as Torch wants them: rows, channels, axes.</summary>
    public static Tensor ChannelsFirst(float[] values, params int[] shape) =>
        Shaped(values, shape).permute(
            [0, shape.Length - 1, .. Enumerable.Range(1, shape.Length - 2).Select(n => (long)n)])
            .contiguous();

    /// <summary>The values of rows, channels and axes in the order of rows, axes and channels.</summary>
    public static float[] ChannelsLast(Tensor tensor) =>
        tensor.permute([0, .. Enumerable.Range(2, (int)tensor.dim() - 2).Select(n => (long)n), 1]).Values();

    public static float[] Values(this Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    public static double[] Doubles(this IEnumerable<float> values) => [.. values.Select(v => (double)v)];

    public static int Product(this IEnumerable<int> shape) => shape.Aggregate(1, (a, b) => a * b);

    public static void Set(this Tensor parameter, float[] values)
    {
        using var noGrad = no_grad();
        parameter.copy_(tensor(values).reshape(parameter.shape));
    }

    public static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}");
    }
}
