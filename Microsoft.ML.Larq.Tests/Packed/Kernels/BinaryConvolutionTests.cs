using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>Every available kernel against plain integer signs.</summary>
[TestClass]
public class BinaryConvolutionTests
{
    public static IEnumerable<object[]> Sets => KernelSet.Available.Select(set => new object[] { set.Name });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryLengthTo300_IsExact(string set)
    {
        for (var length = 1; length <= 300; length++) Check(set, pixels: 1 + (length % 10), length, 1 + (length % 67));
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryRemainderOfPixelsAndFilters_IsExact(string set)
    {
        for (var pixels = 1; pixels <= 9; pixels++)
        {
            for (var filters = 1; filters <= 66; filters++) Check(set, pixels, 70, filters);
        }

        foreach (var pixels in new[] { 63, 64, 65, 66, 67, 130 }) Check(set, pixels, 57, 33);
    }

    // Tiles of 4, 2 and 1 vectors of 64 or 32 filters, the last partly filled.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryKindOfTile_IsExact(string set)
    {
        int[] edges = [95, 96, 97, 127, 128, 129, 191, 192, 193, 255, 256, 257, 320, 383, 384, 449, 512];
        foreach (var filters in edges)
        {
            foreach (var pixels in new[] { 1, 3, 4, 5, 7, 8, 9, 17 }) Check(set, pixels, 300, filters);
        }
    }

    // Counts of 16 bits hold 9362 · 7 or 16383 · 4 signs; with more, counts have 32.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_AllDifferentAtTheBoundOf16Bits_IsExact(string set)
    {
        foreach (var length in new[] { (9362 * 7) - 6, 9362 * 7, (9362 * 7) + 2, 16383 * 4, 65536, 65600 })
        {
            Check(set, pixels: 2, length, filters: 33, (_, _) => -1, (_, _) => 1);
            Check(set, pixels: 2, length, filters: 33, (_, _) => -1, (_, _) => -1);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_EveryNumberOfWordsTo257_IsExact(string set)
    {
        for (var words = 1; words <= 257; words++)
        {
            foreach (var length in new[] { (words * 56) - 1, words * 56, words * 64, (words * 64) + 1 })
                Check(set, pixels: 5, length, filters: 3);
        }
    }

    // Bytes of counts are widened after 36 · 56 or 31 · 64 signs: all equal, all different, around both bounds.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_AllDifferentAtTheBoundOfABytesCount_IsExact(string set)
    {
        foreach (var bound in new[] { 36 * 56, 37 * 56, 72 * 56, 31 * 64, 32 * 64, 62 * 64, 255 * 64 })
        {
            for (var length = bound - 9; length <= bound + 9; length++)
            {
                Check(set, pixels: 5, length, filters: 9, (_, _) => -1, (_, _) => 1);
                Check(set, pixels: 5, length, filters: 9, (_, _) => -1, (_, _) => -1);
            }
        }
    }

    // Many pixels and few filters, and the other way about: what is shared out is one or the other.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void RunShares_AnyNumber_EqualTheWhole(string set)
    {
        var random = new Random(5);
        foreach (var (side, rows, filters, groups) in new[]
        {
            (13, 1, 8, 1), (9, 3, 40, 2), (1, 5, 300, 1), (2, 1, 200, 1),
        })
        {
            var image = new TensorShape(side, side, 24);
            var window = Window2D.Of(image, new Size2D(3, 3), Size2D.One, Size2D.One, PadMode.Same);
            var shape = new ConvolutionShape(side, side, 24, filters, groups, window);
            float[] Signs(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.Next(2) * 2f) - 1)];
            var kernels = KernelSet.Choose(set);
            var convolution = kernels.Convolution(shape, Signs(9 * shape.GroupChannels * filters), 0);
            var x = Signs(rows * image.Size);
            var words = kernels.Format.WordsOf(image.Size, shape.GroupChannels);
            var signs = new ulong[rows * words];
            for (var row = 0; row < rows; row++)
            {
                kernels.Pack(
                    x.AsSpan(row * image.Size, image.Size), shape.GroupChannels, signs.AsSpan(row * words, words));
            }

            var whole = Run(convolution, signs, rows, Share.Whole, new float[rows * side * side * filters]);
            for (var most = 1; most <= 9; most++)
            {
                var output = new float[whole.Length];
                var parts = convolution.Shares(most);
                for (var part = 0; part < parts; part++) Run(convolution, signs, rows, new Share(part, parts), output);
                CollectionAssert.AreEqual(
                    whole, output, $"{side}×{side}, {rows} rows, {filters} filters, {parts} parts");
            }

            Assert.IsTrue(set == "scalar" || convolution.Shares(4) > 1, $"{side}×{side}, {filters} filters");
        }
    }

    private static float[] Run(BinaryConvolution convolution, ulong[] signs, int rows, Share share, float[] output)
    {
        var scratch = new ulong[convolution.ScratchWords];
        convolution.Run(signs, scratch, SumFinish.Nothing, output, rows, share, default);
        return output;
    }

    private static void Check(string set, int pixels, int length, int filters)
    {
        var random = new Random((length * 1000) + (pixels * 100) + filters);
        Check(set, pixels, length, filters, (_, _) => (random.Next(2) * 2) - 1, (_, _) => (random.Next(2) * 2) - 1);
    }

    private static void Check(
        string set, int pixels, int length, int filters, Func<int, int, int> input, Func<int, int, int> weight)
    {
        var kernels = KernelSet.Choose(set);
        var shape = new ConvolutionShape(
            pixels, 1, length, filters, 1,
            Window2D.Of(new TensorShape(pixels, 1, length), Size2D.One, Size2D.One, Size2D.One, PadMode.Valid));
        var (x, w) = (new float[pixels * length], new float[length * filters]);
        for (var i = 0; i < x.Length; i++) x[i] = input(i / length, i % length);
        for (var i = 0; i < w.Length; i++) w[i] = weight(i / filters, i % filters);
        var convolution = kernels.Convolution(shape, w, 0);

        // What lies around must not matter.
        var signs = new ulong[kernels.Format.WordsOf(x.Length, length)];
        Array.Fill(signs, ulong.MaxValue);
        kernels.Pack(x, length, signs);
        var scratch = new ulong[convolution.ScratchWords];
        Array.Fill(scratch, ulong.MaxValue);
        var sums = new float[pixels * filters];
        convolution.Run(signs, scratch, new SumFinish([], ActivationFunction.Linear), sums);
        var columns = new int[w.Length];
        for (var i = 0; i < w.Length; i++) columns[(i % filters * length) + (i / filters)] = (int)w[i];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            for (var filter = 0; filter < filters; filter++)
            {
                var a = x.AsSpan(pixel * length, length);
                var b = columns.AsSpan(filter * length, length);
                var sum = 0;
                for (var i = 0; i < a.Length; i++) sum += (int)a[i] * b[i];
                if (sum != sums[(pixel * filters) + filter])
                    Assert.Fail($"{set}, {pixels}×{length}×{filters}: {sum}, got {sums[(pixel * filters) + filter]}");
            }
        }
    }
}
