using System.Numerics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Emitted;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>Every kernel set of this machine against what the kernel folders' READMEs show.</summary>
[TestClass]
public class PlainReferenceTests
{
    private readonly Random _random = new(4);

    public static IEnumerable<object[]> Sets => KernelSet.Available.Select(set => new object[] { set.Name });

    // Integers, so that neither the order of the sums nor their rounding matters.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Convolve_OfEverySet_GivesThese(string set)
    {
        foreach (var (channels, size, filters, stride, pad) in new[]
        {
            (5, 3, 7, 1, 0), (64, 3, 40, 1, 1), (9, 1, 33, 1, 0), (16, 3, 70, 2, -1), (3, 3, 130, 1, 0),
        })
        {
            var (image, weights) = (Signs(7 * 6 * channels), Signs(size * size * channels * filters));
            var before = size / 2;
            var window = new Window2D(
                new((7 + stride - 1) / stride, before, before), new((6 + stride - 1) / stride, before, before),
                size, stride, 1);
            var shape = new ConvolutionShape(7, 6, channels, filters, 1, window);
            var expected = PlainReferences.Convolve(image, 7, 6, channels, weights, size, filters, stride, pad);
            var kernels = KernelSet.Choose(set);
            foreach (var isSigns in new[] { false, true })
            {
                var numbers = kernels.Convolution(shape, weights, (float)pad, isSigns);
                var sums = new float[expected.Length];
                numbers.Run(image, new ulong[numbers.ScratchWords], sums);
                CollectionAssert.AreEqual(expected, sums, $"{set}, {channels} channels, numbers");
            }

            var signs = kernels.Convolution(shape, weights, pad);
            var packed = new ulong[kernels.Format.WordsOf(image.Length, channels)];
            kernels.Pack(image, channels, packed);
            var sum = new float[expected.Length];
            signs.Run(packed, new ulong[signs.ScratchWords], SumFinish.Nothing, sum);
            CollectionAssert.AreEqual(expected, sum, $"{set}, {channels} channels, signs");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void PackAndLevel_OfEverySet_GiveThese(string set)
    {
        var kernels = KernelSet.Choose(set);
        foreach (var length in new[] { 1, 8, 63, 64, 65, 130, 200 })
        {
            float[] numbers = [.. Numbers(length).Select((x, i) => i % 9 == 4 ? float.NaN : i % 9 == 7 ? -0f : x)];
            var words = new ulong[kernels.Format.WordsOf(length, length)];
            kernels.Pack(numbers, length, words);
            CollectionAssert.AreEqual(PlainReferences.Pack(numbers), words[..((length + 63) / 64)], set);

            foreach (var planes in new[] { 1, 2, 4, 8 })
            {
                var levels = new float[length];
                kernels.Levels(numbers, (1 << planes) - 1, levels);
                CollectionAssert.AreEqual(
                    numbers.Select(x => (float)PlainReferences.Level(x, planes)).ToArray(), levels, set);
            }
        }
    }

    [TestMethod]
    public void Dot_OfThePopcountOfWords_IsThatOfTheSigns()
    {
        foreach (var length in new[] { 1, 63, 64, 65, 500 })
        {
            var (a, b) = (Signs(length), Signs(length));
            Assert.AreEqual(
                (int)a.Zip(b, (x, y) => x * y).Sum(),
                PlainReferences.Dot(PlainReferences.Pack(a), PlainReferences.Pack(b), length));
        }
    }

    // Channels across the bits of a word, taps one after the other: a kernel of one output pixel.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Count_OfEverySet_GivesThese(string set)
    {
        foreach (var size in new[] { 1, 2, 3, 5, 15 })
        {
            var taps = size * size;
            var (image, weights) = (Signs(taps * 64), Signs(taps * 64));
            var shape = new ConvolutionShape(
                size, size, 64, 64, 64, Window2D.Of(
                    new TensorShape(size, size, 64), new Size2D(size, size), Size2D.One, Size2D.One, PadMode.Valid));
            var convolution = KernelSet.Choose(set).Convolution(shape, weights, 0);
            Assert.IsTrue(convolution is DepthwiseSigns or ScalarDepthwiseSigns);
            var sums = new float[64];
            var packed = new ulong[KernelSet.Choose(set).Format.WordsOf(image.Length, 64)];
            KernelSet.Choose(set).Pack(image, 64, packed);
            convolution.Run(packed, new ulong[convolution.ScratchWords], SumFinish.Nothing, sums);
            var counts = PlainReferences.Count(
            [
                .. Enumerable.Range(0, taps).Select(tap => PlainReferences.Pack(image[(tap * 64)..][..64])[0]
                    ^ PlainReferences.Pack(weights[(tap * 64)..][..64])[0]),
            ]);
            CollectionAssert.AreEqual(counts.Select(count => (float)(taps - (2 * count))).ToArray(), sums, set);
        }
    }

    [TestMethod]
    public unsafe void CountTile_OfMachineCode_GivesThese()
    {
        if (!X86Features.HasVpopcntq) Assert.Inconclusive("Needs VPOPCNTQ.");
        foreach (var filters in new[] { 16, 32 })
        {
            if (EmittedKernel.Create(filters) is not { } kernel) continue;
            for (var steps = 1; steps <= 70; steps += 3)
            {
                var stride = steps + 1;
                ulong[] patches = [.. Enumerable.Range(0, 4 * stride).Select(_ => (ulong)_random.NextInt64() * 3)];
                ulong[] weights = [.. Enumerable.Range(0, filters * steps).Select(_ => (ulong)_random.NextInt64() * 5)];
                var counts = new int[PopcountKernel.Pixels * filters];
                fixed (ulong* p = patches, w = weights)
                fixed (int* to = counts)
                {
                    kernel.For(steps).Count(
                        new CountWork(p, stride, PopcountKernel.Pixels, w, steps, 1, to, filters));
                }

                CollectionAssert.AreEqual(
                    PlainReferences.CountTile(patches, PopcountKernel.Pixels, stride, weights, filters, steps), counts);
            }
        }
    }

    // What serves where neither vectors nor machine code are known, whatever this machine has.
    [TestMethod]
    public unsafe void Count_OfWords_IsThePlainSum()
    {
        const int Filters = 8;
        var kernel = new WordKernel();
        Assert.AreEqual(Filters, kernel.Filters, "signs are written a byte at a time");
        foreach (var (pixels, tiles) in new[] { (1, 1), (4, 1), (7, 3) })
        {
            for (var steps = 1; steps <= 70; steps += 3)
            {
                var stride = steps + 1;
                ulong[] patches = [.. Enumerable.Range(0, pixels * stride).Select(_ => (ulong)_random.NextInt64() * 3)];
                ulong[] weights =
                    [.. Enumerable.Range(0, tiles * Filters * steps).Select(_ => (ulong)_random.NextInt64() * 5)];
                var counts = new int[pixels * tiles * Filters];
                fixed (ulong* p = patches, w = weights)
                fixed (int* to = counts)
                    kernel.Count(new CountWork(p, stride, pixels, w, steps, tiles, to, tiles * Filters));
                var expected = from pixel in Enumerable.Range(0, pixels)
                               from filter in Enumerable.Range(0, tiles * Filters)
                               select Enumerable.Range(0, steps).Sum(step => BitOperations.PopCount(
                                   patches[(pixel * stride) + step] ^ weights[(filter * steps) + step]));
                CollectionAssert.AreEqual(expected.ToArray(), counts, $"{pixels} pixels, {steps} steps");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Finish_OfEverySet_GivesThese(string set)
    {
        const int Signs = 100;
        const int Filters = 45;
        var (bias, scale, offset) = (Numbers(Filters), Numbers(Filters), Numbers(Filters));
        var units = Numbers(Filters);
        float[] centres = [.. Enumerable.Range(0, Filters).Select(i => (i - 20) / 2f)];
        var finish = new SumFinish(
            bias, ActivationFunction.HardTanh, scale, offset, factor: 0.5f, centres, units);
        var (image, weights) = (this.Signs(Signs), this.Signs(Signs * Filters));
        var shape = Dense(Signs, Filters);
        var convolution = KernelSet.Choose(set).Convolution(shape, weights, 0);
        var packed = new ulong[KernelSet.Choose(set).Format.WordsOf(Signs, Signs)];
        KernelSet.Choose(set).Pack(image, Signs, packed);
        var numbers = new float[Filters];
        convolution.Run(packed, new ulong[convolution.ScratchWords], finish, numbers);
        var expected = PlainReferences.Convolve(image, 1, 1, Signs, weights, 1, Filters, 1, 0).Select((sum, f) =>
            PlainReferences.Finish(sum, 0.5f, centres[f], units[f], bias[f], -1, 1, scale[f], offset[f])).ToArray();
        CollectionAssert.AreEqual(expected, numbers, set);
        if (!convolution.CanWriteSigns) return;

        var signs = new ulong[KernelSet.Choose(set).Format.WordsOf(Filters, Filters)];
        convolution.Run(packed, new ulong[convolution.ScratchWords], convolution.Thresholds(finish), signs);
        Assert.AreEqual(PlainReferences.Pack(expected)[0], signs[0] & ((1UL << Filters) - 1), set);
    }

    // The bits of the order, not only nearly the same.
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void SumAndSumBySigns_OfEverySet_HaveTheBitsOfThese(string set)
    {
        foreach (var inputs in new[] { 1, 3, 4, 37, 64, 129 })
        {
            const int Filters = 35;
            var (patch, numbers, signs) = (Numbers(inputs), Numbers(inputs * Filters), Signs(inputs * Filters));
            var shape = Dense(inputs, Filters);
            foreach (var isSigns in new[] { false, true })
            {
                var weights = isSigns ? signs : numbers;
                var convolution = KernelSet.Choose(set).Convolution(shape, weights, 0f, isSigns);
                var sums = new float[Filters];
                convolution.Run(patch, new ulong[convolution.ScratchWords], sums);
                for (var f = 0; f < Filters; f++)
                {
                    float[] filter = [.. Enumerable.Range(0, inputs).Select(i => weights[(i * Filters) + f])];
                    var expected = isSigns
                        ? PlainReferences.SumBySigns(patch, [.. filter.Select(weight => weight < 0)])
                        : PlainReferences.Sum(patch, filter);
                    Assert.AreEqual(expected, sums[f], $"{set}, {inputs} inputs, filter {f}");
                }
            }
        }
    }

    [TestMethod]
    public void Pool_OfEveryWindow_GivesThese()
    {
        var image = new TensorShape(5, 4, 11);
        var window = Window2D.Of(image, (2, 3), (2, 1), 1, PadMode.Same);
        var numbers = Numbers(image.Size);
        var (most, mean) = (new float[3 * 4 * 11], new float[3 * 4 * 11]);
        WindowPooling.Max(window, image, numbers, most);
        WindowPooling.Average(window, image, numbers, mean);
        for (var i = 0; i < most.Length; i++)
        {
            var (y, x, c) = (i / 44 * 2, i / 11 % 4, i % 11);
            float[] cells =
            [
                .. from row in new[] { y, y + 1 }
                   from column in new[] { x - 1, x, x + 1 }
                   where row < 5 && column is >= 0 and < 4
                   select numbers[(((row * 4) + column) * 11) + c],
            ];
            Assert.AreEqual(PlainReferences.Pool(cells, isMaximum: true), most[i]);
            Assert.AreEqual(PlainReferences.Pool(cells, isMaximum: false), mean[i]);
        }
    }

    [TestMethod]
    public void Negative_OfEveryWidth_GivesThese()
    {
        float[] numbers = [.. Numbers(64).Select((x, i) => i % 11 == 3 ? float.NaN : i % 11 == 5 ? -0f : x)];
        foreach (var width in Widths.Available)
            Assert.AreEqual(PlainReferences.Negative(numbers), width.Negative64(numbers), width.Name);
    }

    private static ConvolutionShape Dense(int inputs, int filters) => new(
        1, 1, inputs, filters, 1,
        Window2D.Of(new TensorShape(1, 1, inputs), Size2D.One, Size2D.One, Size2D.One, PadMode.Valid));

    private float[] Signs(int count) => [.. Enumerable.Range(0, count).Select(_ => (_random.Next(2) * 2f) - 1)];

    private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (_random.NextSingle() * 2) - 1)];
}
