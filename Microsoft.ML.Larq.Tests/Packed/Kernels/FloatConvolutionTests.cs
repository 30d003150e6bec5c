using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.RealBySigns;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>Every available kernel of numbers, and of numbers with signs, against loops over plain arrays.</summary>
[TestClass]
public class FloatConvolutionTests
{
    private static readonly (PadMode PadMode, float Pad)[] Borders =
        [(PadMode.Valid, 0f), (PadMode.Same, 0f), (PadMode.Same, 0.5f)];

    private static readonly (Size2D Kernel, Size2D Stride, Size2D Dilation)[] Windows =
        [(1, 1, 1), (1, 2, 1), (2, 1, 1), (3, 1, 1), (3, 2, 2), ((5, 2), (3, 1), 1)];

    // The kernel of signs of machines that look nothing up, which runs on any.
    private const string Plain = "plain";

    public static IEnumerable<object[]> Sets => KernelSet.Available
        .SelectMany(set => new[] { false, true }.Select(signs => new object[] { set.Name, signs }))
        .Append([Plain, true]);

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryWindowAndRemainderOfFilters_HasTheBitsOfTheOrder(string set, bool signs)
    {
        var (seed, odd) = (0, 0);
        foreach (var channels in new[] { 1, 2, 3, 4, 7, 8 })
        {
            foreach (var (kernel, stride, dilation) in Windows)
            {
                foreach (var (padding, pad) in Borders)
                {
                    var filters = new[] { 1, 15, 16, 17, 32, 33, 68 }[odd++ % 7];
                    var image = new TensorShape(12, 11, channels);
                    var shape = new ConvolutionShape(
                        12, 11, channels, filters, 1, Window2D.Of(image, kernel, stride, dilation, padding));
                    Check(set, signs, shape, pad, rows: 1 + (seed % 3), seed++);
                }
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryNumberOfInputsAndRows_HasTheBitsOfTheOrder(string set, bool signs)
    {
        for (var inputs = 1; inputs <= 70; inputs++)
        {
            var shape = new ConvolutionShape(
                1, 1, inputs, 1 + (inputs % 40), 1,
                Window2D.Of(new TensorShape(1, 1, inputs), Size2D.One, Size2D.One, Size2D.One, PadMode.Valid));
            Check(set, signs, shape, 0, rows: 1 + (inputs % 19), inputs);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_GroupsOfChannels_HaveTheBitsOfTheOrder(string set, bool signs)
    {
        var seed = 0;
        foreach (var (channels, filters, groups) in new[] { (4, 40, 2), (12, 6, 3), (16, 64, 4), (10, 34, 2) })
        {
            foreach (var kernel in new Size2D[] { 1, 3 })
            {
                var image = new TensorShape(9, 6, channels);
                var shape = new ConvolutionShape(
                    9, 6, channels, filters, groups,
                    Window2D.Of(image, kernel, Size2D.One, Size2D.One, PadMode.Same));
                Check(set, signs, shape, 0, rows: 2, seed++);
            }
        }
    }

    // More lines, and more patches, than scratch memory holds at once.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_ALargeImage_HasTheBitsOfTheOrder(string set, bool signs)
    {
        foreach (var (channels, kernel, stride) in new (int, Size2D, Size2D)[] { (32, 3, 1), (3, 7, 2) })
        {
            var image = new TensorShape(50, 70, channels);
            var shape = new ConvolutionShape(
                50, 70, channels, 8, 1, Window2D.Of(image, kernel, stride, Size2D.One, PadMode.Same));
            Check(set, signs, shape, 0, rows: 1, channels);
        }
    }

    // An infinite weight outside the image is left out: a product with 0 would be NaN.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_AnInfiniteWeightOutside_IsLeftOut(string set, bool signs)
    {
        if (signs) return;
        var image = new TensorShape(4, 4, 1);
        var shape = new ConvolutionShape(
            4, 4, 1, 20, 1, Window2D.Of(image, new Size2D(3, 3), Size2D.One, Size2D.One, PadMode.Same));
        var weights = Enumerable.Repeat(1f, 9 * 20).ToArray();
        weights.AsSpan(0, 20).Fill(float.PositiveInfinity);
        var convolution = Named(set).Convolution(shape, weights, 0, false);
        var sums = new float[16 * 20];
        convolution.Run(Enumerable.Repeat(1f, 16).ToArray(), new ulong[convolution.ScratchWords], sums);
        for (var pixel = 0; pixel < 16; pixel++)
        {
            var touches = pixel >= 4 && pixel % 4 > 0;
            Assert.AreEqual(touches, float.IsInfinity(sums[pixel * 20]), $"pixel {pixel}");
            Assert.IsFalse(float.IsNaN(sums[pixel * 20]), $"pixel {pixel}");
        }
    }

    private static void Check(string set, bool signs, ConvolutionShape shape, float pad, int rows, int seed)
    {
        var random = new Random(seed);
        var input = Enumerable.Range(0, rows * shape.Height * shape.Width * shape.Channels)
            .Select(_ => random.Next(9) == 0 ? -0f : random.NextSingle() - 0.5f).ToArray();
        var weights = Enumerable.Range(0, shape.Taps * shape.GroupChannels * shape.Filters)
            .Select(_ => signs ? (random.Next(2) * 2f) - 1 : random.NextSingle() - 0.5f).ToArray();
        var convolution = set == Plain
            ? new SignConvolution<PortableWidth>(new PlainSignKernel(), shape, weights, pad)
            : Named(set).Convolution(shape, weights, pad, signs);
        var expected = Expected(shape, input, weights, pad, rows, signs);
        foreach (var parts in new[] { 1, 2, 5 })
        {
            var actual = new float[expected.Length];
            Array.Fill(actual, float.NaN);
            var shares = parts == 1 ? 1 : convolution.Shares(parts);
            for (var part = 0; part < shares; part++)
            {
                convolution.Run(
                    input, new ulong[convolution.ScratchWords], SumFinish.Nothing, actual, rows,
                    new Share(part, shares), default);
            }

            for (var i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(
                    BitConverter.SingleToInt32Bits(expected[i]), BitConverter.SingleToInt32Bits(actual[i]),
                    $"{shape}, pad {pad}, {rows} rows, {parts} parts, sum {i}: {expected[i]}, got {actual[i]}");
            }
        }
    }

    private static float[] Expected(
        ConvolutionShape shape, float[] input, float[] weights, float pad, int rows, bool signs)
    {
        var window = shape.Window;
        var sums = new List<float>();
        for (var row = 0; row < rows; row++)
        {
            for (var y = 0; y < window.Rows.Output; y++)
            {
                for (var x = 0; x < window.Columns.Output; x++)
                {
                    for (var filter = 0; filter < shape.Filters; filter++)
                    {
                        var products = Products(shape, input, weights, pad, row, y, x, filter).ToArray();
                        sums.Add(signs ? InFours(products) : products.Aggregate(0f, (sum, product) => sum + product));
                    }
                }
            }
        }

        return [.. sums];
    }

    private static float InFours(float[] products)
    {
        var sum = 0f;
        foreach (var four in products.Chunk(4))
        {
            float At(int i) => i < four.Length ? four[i] : 0;
            var (first, second) = (At(0) + At(1), At(2) + At(3));
            sum += first + second;
        }

        return sum;
    }

    private static IEnumerable<float> Products(
        ConvolutionShape shape, float[] input, float[] weights, float pad, int row, int y, int x, int filter)
    {
        var window = shape.Window;
        var group = filter / shape.GroupFilters;
        for (var i = 0; i < window.Kernel.Height; i++)
        {
            for (var j = 0; j < window.Kernel.Width; j++)
            {
                var line = (y * window.Strides.Height) + (i * window.Dilation.Height) - window.Rows.Before;
                var column = (x * window.Strides.Width) + (j * window.Dilation.Width) - window.Columns.Before;
                var inside = line >= 0 && line < shape.Height && column >= 0 && column < shape.Width;
                for (var c = 0; c < shape.GroupChannels; c++)
                {
                    var cell = (((row * shape.Height) + line) * shape.Width) + column;
                    var number = inside ? input[(cell * shape.Channels) + (group * shape.GroupChannels) + c] : pad;
                    var weight = (((i * window.Kernel.Width) + j) * shape.GroupChannels) + c;
                    yield return number * weights[(weight * shape.Filters) + filter];
                }
            }
        }
    }

    private static KernelSet Named(string set) => KernelSet.Available.First(one => one.Name == set);
}
