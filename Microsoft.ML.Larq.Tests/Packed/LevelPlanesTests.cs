using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Inputs of k bits on k planes of bits, against plain whole numbers.</summary>
[TestClass]
public class LevelPlanesTests
{
    public static IEnumerable<object[]> Bits => Enumerable.Range(1, 8).Select(bits => new object[] { bits });

    // Sums of whole numbers are exact; then come one product, the bias and the activation, each rounded.
    [TestMethod]
    [DynamicData(nameof(Bits))]
    public void Score_Layers_IsThePlainSumTimesItsUnit(int bits)
    {
        Quantizer[] kernels =
            ["ste_sign", "ste_tern", "magnitude_aware_sign", "magnitude_aware_sign_unclipped", "xnor_weight_scale"];
        for (var seed = 0; seed < kernels.Length; seed++)
        {
            var kernel = kernels[seed];
            var pad = seed % 2;
            foreach (var (channels, groups) in new[] { (24, 1), (33, 1), (32, 2) })
            {
                Check(seed, bits, kernel, [6, 7], channels, (x, q) => x.QuantConv2D(
                    72 * groups, 3, 1 + (seed % 2), PadMode.Same, pad, q, kernel, groups: groups,
                    activation: Relu(seed), useBias: seed % 2 == 0));
                Check(seed, bits, kernel, [9], channels, (x, q) => x.QuantConv1D(
                    210 * groups, 3, 2, PadMode.Same, pad, q, kernel, groups: groups, activation: Relu(seed),
                    useBias: seed % 2 == 0));
            }

            Check(seed, bits, kernel, [3, 4, 5], 16, (x, q) => x.QuantConv3D(
                40, (3, 2, 3), 1, PadMode.Same, pad, q, kernel, activation: Relu(seed), useBias: seed % 2 == 0));
            foreach (var length in new[] { 400, 1031 })
            {
                Check(seed, bits, kernel, [], length, (x, q) => x.QuantDense(
                    27, q, kernel, Relu(seed), useBias: seed % 2 == 0));
            }
        }
    }

    // Few filters count by popcount alone, many of few taps by tables.
    [TestMethod]
    [DynamicData(nameof(Bits))]
    public void Score_FewFilters_IsThePlainSumTimesItsUnit(int bits) => Check(
        bits, bits, "ste_sign", [5, 5], 300, (x, q) => x.QuantConv2D(
            5, 3, padding: PadMode.Same, inputQuantizer: q, kernelQuantizer: "ste_sign"));

    // All levels the highest, all weights alike: the largest sum that there may be, on either side.
    [TestMethod]
    [DataRow(8, 65_793)]
    [DataRow(4, 70_000)]
    public void Score_LargestSums_AreExact(int bits, int depth)
    {
        foreach (var sign in new[] { 1f, -1f })
        {
            var definition = NetworkDefinition.Build(
                new TensorShape(depth), x => x.QuantDense(1, Quantizer.DoReFa(bits), "ste_sign", useBias: false));
            var weights = new NetworkWeights(
                [new("quant_dense/kernel", new WeightArray(new TensorShape(depth, 1), Filled(depth, sign)))]);
            foreach (var set in KernelSet.Available)
            {
                var scores = new float[1];
                var network = PackedNetwork.Compile(definition, weights, set);
                Assert.IsTrue(network.Report["quant_dense"].IsPacked);
                network.Score(Filled(depth, 1), scores);
                var steps = (1 << bits) - 1;
                Assert.AreEqual(sign * (depth * (long)steps) * (1f / steps), scores[0], set.Name);
            }
        }
    }

    // Halves go to the even level; −0, what is below 0 and NaN have level 0, what is above 1 the highest.
    [TestMethod]
    public void Score_OddNumbers_HaveTheGoldenLevels()
    {
        float[] odd =
        [
            0, -0f, float.NaN, float.NegativeInfinity, -0.1f, float.Epsilon, 1f / 6, 0.16f, 0.17f, 0.5f, 0.51f, 5f / 6,
            0.9f, 1, 1.5f, float.PositiveInfinity,
        ];
        int[] levels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 3, 3, 3, 3];
        const int Depth = 400;
        var definition = NetworkDefinition.Build(
            new TensorShape(Depth), x => x.QuantDense(8, Quantizer.DoReFa(2), "ste_sign", useBias: false));
        var weights = new NetworkWeights(
            [new("quant_dense/kernel", new WeightArray(new TensorShape(Depth, 8), Filled(Depth * 8, 1)))]);
        foreach (var set in KernelSet.Available)
        {
            var network = PackedNetwork.Compile(definition, weights, set);
            Assert.IsTrue(network.Report["quant_dense"].IsPacked);
            for (var i = 0; i < odd.Length; i++)
            {
                // At every place of a run once, so that each lane meets it.
                var (row, scores) = (new float[Depth], new float[8]);
                var at = (i * 37) + (7 * Depth / 8);
                row[at % Depth] = odd[i];
                network.Score(row, scores);
                Assert.AreEqual(levels[i] * (1f / 3), scores[0], $"{set.Name}, {odd[i]}");
            }
        }
    }

    [TestMethod]
    public void PackLevels_EveryLengthAndNumber_IsTheScalars()
    {
        var random = new Random(3);
        foreach (var run in Enumerable.Range(1, 130))
        {
            var bits = 1 + (run % 10);
            var values = Enumerable.Range(0, 3 * run).Select(_ => (random.NextSingle() * 1.5f) - 0.25f).ToArray();
            values[random.Next(values.Length)] = float.NaN;
            foreach (var set in KernelSet.Available)
            {
                var plane = set.Format.WordsOf(values.Length, run);
                var words = new ulong[bits * plane];
                Array.Fill(words, ulong.MaxValue);
                set.PackLevels(values, bits, run, words);
                var numbers = new float[values.Length];
                set.Levels(values, (1 << bits) - 1, numbers);
                for (var i = 0; i < values.Length; i++)
                {
                    var expected = Level(values[i], bits);
                    var at = (i / run * set.Format.RunBytes(run) * 8) + (i % run);
                    var level = Enumerable.Range(0, bits)
                        .Sum(j => (int)((words[(j * plane) + (at / 64)] >> (at % 64)) & 1) << j);
                    Assert.AreEqual(expected, level, $"{set.Name}, {bits} bits, {run}, {values[i]}");
                    Assert.AreEqual(expected, numbers[i], $"{set.Name}, {bits} bits, {run}, {values[i]}");
                }

                // Bits that hold no sign are 0 within a run's bytes.
                var lastOfRun = ((run - 1) % 8) + 1;
                if (lastOfRun == 8) continue;
                Assert.AreEqual(0UL, (words[(run - 1) / 64] >> (run % 64)) & ((1UL << (8 - lastOfRun)) - 1));
            }
        }
    }

    [TestMethod]
    [DataRow(2, "ste_sign", 0f, true,
        "input dorefa_quantizer, kernel ste_sign: 2 planes of bits told by signs")]
    [DataRow(1, "ste_sign", 0f, true,
        "input dorefa_quantizer(k_bit=1), kernel ste_sign: 0 and 1 told by signs")]
    [DataRow(2, "ste_tern", 1f, true,
        "input dorefa_quantizer, kernel ste_tern: 2 planes of bits told by signs, the kernel by two planes of signs")]
    [DataRow(9, "ste_sign", 0f, false,
        "9 planes of bits take longer than numbers, 8 at most do not; whole levels are summed"
        + "; the kernel's signs are kept as bits")]
    [DataRow(8, "ste_sign", 0f, false,
        "8 planes of bits take longer than numbers for 6480 weights; whole levels are summed"
        + "; the kernel's signs are kept as bits")]
    [DataRow(2, "ste_tern", -1f, false,
        "pad value −1 is no level of the input; whole levels are summed")]
    [DataRow(2, "ste_sign", 0.5f, false,
        "pad value 0.5 is not −1, 0 or 1; the kernel's signs are kept as bits")]
    [DataRow(20, "ste_sign", 0f, false,
        "sums of 90 inputs of 20 bits may pass 2²⁴, to which single precision counts"
        + "; the kernel's signs are kept as bits")]
    [DataRow(2, null, 0f, false, "no kernel quantizer")]
    public void Report_SaysHowAndWhy(int bits, string? kernel, float pad, bool isPacked, string why)
    {
        var conv = new PackedCase(bits, new TensorShape(5, 6, 10), x => x.QuantConv2D(
            72, 3, padding: PadMode.Same, padValue: pad, inputQuantizer: Quantizer.DoReFa(bits),
            kernelQuantizer: kernel));
        var line = conv.Network.Report["quant_conv2d"];
        Assert.AreEqual(why, line.Why);
        Assert.AreEqual(isPacked, line.IsPacked);
        Assert.AreEqual(5L * 6 * 9 * 10 * 72, line.Macs);

        // Of the scalar kernels: for each tap and filter a word, and four bytes for the sum of a pad's signs; for each
        // filter a bias, a centre, and a unit where levels are not 0 and 1.
        if (isPacked && kernel == "ste_sign")
        {
            var scalar = conv.Networks[^1].Report["quant_conv2d"];
            Assert.AreEqual((9L * 72 * (8 + 4)) + (72 * 4 * (bits == 1 ? 2 : 3)), scalar.WeightBytes);
            Assert.AreEqual("ScalarBinaryConvolution", scalar.Kernel);
        }

        conv.AssertClose(why, rows: 2);
    }

    // A weights' quantizer is none of an input's levels.
    [TestMethod]
    public void Report_WeightsModeAtTheInput_IsFloat() => Assert.AreEqual(
        "input quantizer dorefa_quantizer(mode=\"weights\") gives KBit, not ±1; the kernel's signs are kept as bits",
        PackedNetwork.Compile(
            NetworkDefinition.Build(new TensorShape(99), x => x.QuantDense(
                99, Quantizer.DoReFa(2, DoReFaMode.Weights), "ste_sign", name: "dense")),
            new NetworkWeights(
            [
                new("dense/kernel", new WeightArray(new TensorShape(99, 99), Filled(99 * 99, 1))),
                new("dense/bias", new WeightArray(new TensorShape(99), new float[99])),
            ])).Report["dense"].Why);

    // Between a layer on planes and a sign there is no number: thresholds of whole sums. The scalar has numbers there.
    [TestMethod]
    public void Score_SignAfterPlanes_IsFoldedAndTheScalars()
    {
        var network = new PackedCase(11, new TensorShape(6, 7, 24), x => x
            .QuantConv2D(64, 3, padding: PadMode.Same, inputQuantizer: Quantizer.DoReFa(3), kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon)
            .QuantConv2D(40, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"));
        for (var rows = 0; rows < 5; rows++)
        {
            var row = network.Row();
            float[] Scores(PackedNetwork packed)
            {
                var scores = new float[packed.OutputSize];
                packed.Score(row, scores);
                return scores;
            }

            foreach (var packed in network.Networks[..^1])
            {
                StringAssert.EndsWith(packed.Report["quant_conv2d"].Why, "writes signs through integer thresholds");
                CollectionAssert.AreEqual(Scores(network.Networks[^1]), Scores(packed));
            }
        }
    }

    private static void Check(
        int seed, int bits, Quantizer kernel, int[] axes, int channels,
        Func<NetworkTensor, Quantizer, NetworkTensor> layer)
    {
        var random = new Random(seed);
        var quantizer = Quantizer.DoReFa(bits);
        var definition = NetworkDefinition.Build(new TensorShape([.. axes, channels]), x => layer(x, quantizer));
        var kind = definition.Layers[1].Kind;
        var shape = definition.Layers[1].Weights[0].Shape;
        var latent = Enumerable.Range(0, shape.Size).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        var filters = shape.Channels;
        var useBias = definition.Layers[1].Weights.Length > 1;
        var bias = Enumerable.Range(0, filters).Select(_ => useBias ? random.NextSingle() - 0.5f : 0).ToArray();
        var weights = new List<KeyValuePair<string, WeightArray>>
        {
            new($"{definition.Layers[1].Name}/kernel", new WeightArray(shape, latent)),
        };
        if (useBias)
            weights.Add(new($"{definition.Layers[1].Name}/bias", new WeightArray(new TensorShape(filters), bias)));
        float[][] rows = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, definition.InputShape.Size)
            .Select(_ => (random.NextSingle() * 1.5f) - 0.25f).ToArray())];

        var signs = latent.Select(weight => kernel is SteTernQuantizer tern
            ? weight > tern.ThresholdValue ? 1.0 : weight < -tern.ThresholdValue ? -1 : 0
            : weight < 0 ? -1 : 1).ToArray();
        var scales = Scales(kernel, latent, filters);
        var expected = rows.Select(row =>
        {
            double[] levels = [.. row.Select(value => (double)Level(value, bits))];
            var sums = Sums(kind, axes, levels, channels, signs, filters, (1 << bits) - 1);
            return sums.Select((sum, i) =>
            {
                var unit = scales[i % filters] * (1f / ((1 << bits) - 1));
                var number = ((float)sum * unit) + bias[i % filters];
                return Activation(kind) == ActivationFunction.Relu ? Math.Max(number, 0) : number;
            }).ToArray();
        }).ToArray();

        foreach (var set in KernelSet.Available)
        {
            var network = PackedNetwork.Compile(definition, new NetworkWeights(weights), set);
            var what = $"{set.Name}, {bits} bits, {kernel}, {definition.Layers[1]}";
            Assert.IsTrue(network.Report.Layers[0].IsPacked, network.Report.Layers[0].Why);

            // One by one and together: rows of a batch may share a tile.
            var scores = new float[rows.Length * network.OutputSize];
            network.Score([.. rows.SelectMany(row => row)], scores);
            for (var row = 0; row < rows.Length; row++)
            {
                CollectionAssert.AreEqual(
                    expected[row], scores.AsSpan(row * network.OutputSize, network.OutputSize).ToArray(), what);
                var alone = new float[network.OutputSize];
                network.Score(rows[row], alone);
                CollectionAssert.AreEqual(expected[row], alone, what);
            }
        }
    }

    // A dense layer is a convolution over no axes.
    private static double[] Sums(
        LayerKind kind, int[] axes, double[] levels, int channels, double[] signs, int filters, int steps)
    {
        var (size, strides) = kind switch
        {
            Conv1DLayer c => ((int[])[c.KernelSize[0]], (int[])[c.Strides[0]]),
            Conv2DLayer c => ([c.KernelSize[0], c.KernelSize[1]], [c.Strides[0], c.Strides[1]]),
            Conv3DLayer c => ([c.KernelSize[0], c.KernelSize[1], c.KernelSize[2]], [1, 1, 1]),
            _ => ([], []),
        };
        var (padding, groups, pad) = kind switch
        {
            Conv1DLayer c => (c.Padding, c.Groups, c.PadValue),
            Conv2DLayer c => (c.Padding, c.Groups, c.PadValue),
            Conv3DLayer c => (c.Padding, c.Groups, c.PadValue),
            _ => (PadMode.Valid, 1, 0),
        };
        return new NaiveConvolution(axes, size, strides, [.. axes.Select(_ => 1)], padding)
            .Full(levels, channels, signs, filters, groups, pad * steps);
    }

    private static ActivationFunction Activation(LayerKind kind) => kind switch
    {
        FilterKind filter => filter.Activation,
        DenseLayer dense => dense.Activation,
        _ => ActivationFunction.Linear,
    };

    private static float[] Scales(Quantizer kernel, float[] latent, int filters) =>
        [.. Enumerable.Range(0, filters).Select(filter => kernel switch
        {
            MagnitudeAwareSignQuantizer or XnorWeightScaleQuantizer =>
                (float)latent.Where((_, i) => i % filters == filter).Average(weight => Math.Abs((double)weight)),
            MagnitudeAwareSignUnclippedQuantizer => (float)latent.Average(weight => Math.Abs((double)weight)),
            _ => 1f,
        })];

    private static int Level(float value, int bits)
    {
        // In single precision, as training does it: the product is rounded, then halves go to the even one.
        var product = (float)(Math.Clamp(float.IsNaN(value) ? 0 : value, 0, 1) * (double)((1 << bits) - 1));
        return (int)Math.Round(product, MidpointRounding.ToEven);
    }

    private static ActivationFunction Relu(int seed) =>
        seed % 3 == 0 ? ActivationFunction.Relu : ActivationFunction.Linear;

    private static float[] Filled(int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
