using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Quantizers;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// A network with any quantizer scores the same packed, and the report says what runs in float, and why.
/// </summary>
[TestClass]
public class PackedQuantizerTests
{
    private const int Rows = 5;

    public static IEnumerable<object[]> Samples => QuantizerSample.All.Select(sample => new object[] { sample.Alias });

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Score_AsInputOrKernel_IsTheSamePacked(string alias)
    {
        Quantizer value = alias;
        var sign = Quantizer.SteSign();
        (Quantizer?, Quantizer?)[] pairs = [(value, value), (value, null), (null, value), (sign, value), (value, sign)];
        foreach (var (input, kernel) in pairs)
        {
            Check(input, kernel, NetworkDefinition.Build(new TensorShape(20), x => x.QuantDense(6, input, kernel)));
            Check(input, kernel, NetworkDefinition.Build(new TensorShape(6, 5, 4), x => x
                .QuantConv2D(6, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: input, kernelQuantizer: kernel)
                .Flatten()));
            Check(input, kernel, NetworkDefinition.Build(new TensorShape(6, 5, 4), x => x
                .QuantConv2D(6, (3, 2), 2, inputQuantizer: input, kernelQuantizer: kernel, groups: 2).Flatten()));
        }
    }

    private static void Check(Quantizer? input, Quantizer? kernel, NetworkDefinition definition)
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, Rows * definition.InputShape.Size)
            .Select(_ => random.Next(-16, 17) / 8f).ToArray();
        var weights = NetworkWeights.Initialize(definition, 4);
        using var module = new NetworkModule(definition, weights, seed: 0);
        var packed = PackedNetwork.Compile(definition, weights);
        var expected = module.Score(rows);
        var actual = new float[expected.Length];
        packed.Score(rows, actual);
        var allowed = 1e-5f * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], allowed, $"{input}, {kernel}, {definition.InputShape}: score {i}");

        // A row's score is its own: alone it is what it is among others.
        var alone = module.Score(rows.AsSpan(0, definition.InputShape.Size));
        CollectionAssert.AreEqual(expected[..alone.Length], alone, new Close(allowed));

        var line = packed.Report.Layers.Single(layer => layer.ClassName.StartsWith("Quant", StringComparison.Ordinal));
        var levels = input is DoReFaQuantizer { Mode: DoReFaMode.Activations } k ? k.KBit : 0;
        var told = input?.Alphabet is Alphabet.Signs or Alphabet.ZeroOne || levels == 1;
        var planes = kernel is { Alphabet: Alphabet.Signs or Alphabet.Ternary } or { IsScaledSign: true };
        Assert.AreEqual(told && planes, line.IsPacked);
        if (kernel is not null && !planes)
            StringAssert.Contains(line.Why, $"kernel quantizer {kernel} gives {kernel.Alphabet}, not ±1");
        else if (kernel is not null && levels > 1)
            StringAssert.Contains(line.Why, $"{levels} planes of bits take longer than numbers");
        else if (kernel is not null && input is not null && !told)
            StringAssert.Contains(line.Why, $"input quantizer {input} gives {input.Alphabet}, not ±1");
    }

    private sealed class Close(float allowed) : System.Collections.IComparer
    {
        public int Compare(object? x, object? y) => MathF.Abs((float)x! - (float)y!) <= allowed ? 0 : 1;
    }
}
