using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>Every available kernel for channels of signs on their own, against plain integers.</summary>
[TestClass]
public class DepthwiseSignsTests
{
    public static IEnumerable<object[]> Sets => KernelSet.Available.Select(set => new object[] { set.Name });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryKernelTo7_IsExact(string set)
    {
        for (var height = 1; height <= 7; height++)
        {
            for (var width = 1; width <= 7; width++)
            {
                foreach (var padding in new[] { PadMode.Valid, PadMode.Same })
                    Check(set, new Geometry(9, 10, 5 + height, 1 + (width % 3), (height, width), 1, 1, padding));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryChannelCount_IsExact(string set)
    {
        foreach (var channels in Enumerable.Range(2, 129).Concat(Enumerable.Range(505, 12)).Append(1030))
        {
            var size = 1 + (channels % 4);
            var padding = channels % 3 == 0 ? PadMode.Valid : PadMode.Same;
            Check(set, new Geometry(5, 6, channels, 1, size, 1, 1, padding));
            Check(set, new Geometry(4, 5, channels, 2 + (channels % 2), 3, 1 + (channels % 2), 1, PadMode.Same));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryStrideAndDilation_IsExact(string set)
    {
        foreach (var strides in new Size2D[] { 1, 2, 3, (1, 4), (5, 1) })
        {
            foreach (var dilation in new Size2D[] { 1, 2, 3, (4, 1), (1, 9) })
            {
                foreach (var size in new Size2D[] { 2, 3, (1, 5), (4, 1) })
                {
                    foreach (var multiplier in new[] { 1, 3 })
                        Check(set, new Geometry(8, 11, 9, multiplier, size, strides, dilation, PadMode.Same));
                    if (((size.Height - 1) * dilation.Height) < 8 && ((size.Width - 1) * dilation.Width) < 11)
                        Check(set, new Geometry(8, 11, 16, 1, size, strides, dilation, PadMode.Valid));
                }
            }
        }
    }

    // Rows of several blocks; one filter of more bytes than a block has; many times each channel.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_LongRowsAndPixels_IsExact(string set)
    {
        Check(set, new Geometry(1, 700, 40, 1, (1, 5), 1, 1, PadMode.Same));
        Check(set, new Geometry(2, 401, 24, 1, 3, 2, 1, PadMode.Same));
        Check(set, new Geometry(1, 300, 130, 1, (1, 4), (1, 2), (1, 3), PadMode.Causal));
        Check(set, new Geometry(3, 4, 8200, 1, 3, 1, 1, PadMode.Same));
        Check(set, new Geometry(4, 3, 3, 70, 3, 1, 1, PadMode.Same));
        Check(set, new Geometry(4, 3, 9, 9, 2, 1, 1, PadMode.Same));
    }

    // A count of all taps has every plane set where there are 1, 3, 7, 15 … of them; 255 fit into eight planes.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_AllDifferentAtTheBoundOfThePlanes_IsExact(string set)
    {
        Size2D[] sizes =
        [
            1, (1, 3), (1, 4), (7, 1), (2, 4), (3, 5), 4, (1, 31), (4, 8), (7, 9), 8, (1, 127), (8, 16), (15, 17), 16,
        ];
        foreach (var size in sizes)
        {
            foreach (var equal in new[] { false, true })
            {
                Check(
                    set, new Geometry(17, 20, 12, 1, size, 1, 1, size.Width > 20 ? PadMode.Same : PadMode.Valid),
                    _ => 1, _ => equal ? 1 : -1);
            }
        }
    }

    private static void Check(string set, Geometry geometry)
    {
        var random = new Random(HashCode.Combine(geometry.Height, geometry.Channels, geometry.Kernel.Width));
        Check(set, geometry, _ => (random.Next(2) * 2) - 1, _ => (random.Next(2) * 2) - 1);
    }

    private static void Check(string set, Geometry geometry, Func<int, int> input, Func<int, int> weight)
    {
        var kernels = KernelSet.Choose(set);
        var shape = geometry.Shape();
        const int Rows = 2;
        var x = Enumerable.Range(0, Rows * shape.Height * shape.Width * shape.Channels).Select(input).ToArray();
        var w = Enumerable.Range(0, shape.Taps * shape.Filters).Select(weight).ToArray();
        foreach (var pad in geometry.Padding == PadMode.Valid ? [0] : new[] { 0, 1, -1 })
        {
            var convolution = kernels.Convolution(shape, [.. w.Select(value => (float)value)], pad);
            Assert.AreEqual(shape.Taps <= 255, convolution is DepthwiseSigns or ScalarDepthwiseSigns);

            // What lies around must not matter.
            var one = kernels.Format.WordsOf(x.Length / Rows, convolution.InputRun);
            var signs = new ulong[Rows * one];
            Array.Fill(signs, ulong.MaxValue);
            for (var row = 0; row < Rows; row++)
            {
                kernels.Pack(
                    [.. x.Chunk(x.Length / Rows).ElementAt(row).Select(value => (float)value)], convolution.InputRun,
                    signs.AsSpan(row * one, one));
            }

            var scratch = new ulong[convolution.ScratchWords];
            var expected = x.Chunk(x.Length / Rows).SelectMany(row => Sums(shape, row, w, pad)).ToArray();
            foreach (var parts in new[] { 1, convolution.Shares(3) })
            {
                Array.Fill(scratch, ulong.MaxValue);
                var sums = new float[expected.Length];
                for (var part = 0; part < parts; part++)
                    convolution.Run(signs, scratch, SumFinish.Nothing, sums, Rows, new Share(part, parts), default);
                var wrong = Enumerable.Range(0, sums.Length).Where(i => sums[i] != expected[i]).ToArray();
                if (wrong.Length > 0)
                {
                    Assert.Fail(
                        $"{set}, {geometry}, pad {pad}, {parts} parts, at {wrong[0]}: {expected[wrong[0]]}, "
                        + $"got {sums[wrong[0]]}");
                }
            }

            if (convolution.CanWriteSigns && shape.Taps <= 255)
                CheckSigns(convolution, signs, expected, Rows, $"{set}, {geometry}, pad {pad}");
        }
    }

    // Thresholds of every kind: within and beyond the sums, rising, falling and constant.
    private static void CheckSigns(BinaryConvolution convolution, ulong[] signs, int[] sums, int rows, string what)
    {
        var filters = convolution.Shape.Filters;
        float[] scales = [1, -1, 0.5f, 0, -0f, 3, -2, 1, -1];
        float[] offsets = [0.5f, 0, -1, -1, 1, -7, 3.5f, 1000, 1000];
        float[] Row(float[] kinds) => [.. Enumerable.Range(0, filters).Select(i => kinds[(i + (i / 9)) % 9])];
        var (scale, offset) = (Row(scales), Row(offsets));
        var thresholds = convolution.Thresholds(SumFinish.Nothing.Then(scale, offset));
        var words = SignFormat.Bytes.WordsOf(sums.Length / rows, filters);
        var scratch = new ulong[convolution.ScratchWords];
        foreach (var parts in new[] { 1, convolution.Shares(4) })
        {
            Array.Fill(scratch, ulong.MaxValue);
            var packed = new ulong[rows * words];
            for (var part = parts - 1; part >= 0; part--)
                convolution.Run(signs, scratch, thresholds, packed, rows, new Share(part, parts));
            var run = SignFormat.Bytes.RunBytes(filters);
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(packed.AsSpan());
            for (var row = 0; row < rows; row++)
            {
                var image = bytes.Slice(row * words * 8, words * 8);
                for (var i = 0; i < sums.Length / rows / filters * run * 8; i++)
                {
                    var (pixel, filter) = Math.DivRem(i, run * 8);
                    var place = (row * (sums.Length / rows)) + (pixel * filters) + filter;
                    var number = filter < filters ? (sums[place] * scale[filter]) + offset[filter] : 0;
                    var bit = (image[i / 8] >> (i % 8)) & 1;
                    if ((number < 0 ? 1 : 0) == bit) continue;
                    Assert.Fail($"{what}, {parts} parts, row {row}, pixel {pixel}, {filter}: {number}, got {bit}");
                }
            }
        }
    }

    private static IEnumerable<int> Sums(ConvolutionShape shape, int[] x, int[] w, int pad)
    {
        var window = shape.Window;
        for (var y = 0; y < window.Rows.Output; y++)
        {
            for (var column = 0; column < window.Columns.Output; column++)
            {
                for (var filter = 0; filter < shape.Filters; filter++)
                {
                    var sum = 0;
                    for (var i = 0; i < window.Kernel.Height; i++)
                    {
                        for (var j = 0; j < window.Kernel.Width; j++)
                        {
                            var from = (y * window.Strides.Height) + (i * window.Dilation.Height) - window.Rows.Before;
                            var at = (column * window.Strides.Width) + (j * window.Dilation.Width)
                                - window.Columns.Before;
                            var inside = from >= 0 && from < shape.Height && at >= 0 && at < shape.Width;
                            var channel = filter / (shape.Filters / shape.Channels);
                            var sign = inside ? x[(((from * shape.Width) + at) * shape.Channels) + channel] : pad;
                            sum += sign * w[(((i * window.Kernel.Width) + j) * shape.Filters) + filter];
                        }
                    }

                    yield return sum;
                }
            }
        }
    }

    private sealed record Geometry(
        int Height, int Width, int Channels, int Multiplier, Size2D Kernel, Size2D Strides, Size2D Dilation,
        PadMode Padding)
    {
        public ConvolutionShape Shape() => new(
            Height, Width, Channels, Channels * Multiplier, Channels, Window2D.Of(
                new TensorShape(Height, Width, Channels), Kernel, Strides, Dilation, Padding));
    }
}
