using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Golden;
using Microsoft.ML.Larq.Tests.Networks.Samples;
using Microsoft.ML.Larq.Tests.Training;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>
/// A mutated network in a model file: loading it gives the documented exception, or a network whose scores have the
/// same bits on every set of kernels, a row at a time and many at once.
/// </summary>
internal static class DefinitionFuzz
{
    private const long MostWeights = 1 << 22;

    private static readonly Lock OneAtATime = new();

    // Half of the changes give no network; then another is tried.
    private const int MostTries = 2;
    private const string NoNetwork = "no network";

    private static readonly NetworkDefinition[] Saved =
    [
        .. GoldenFolder.Models.Select(model => NetworkDefinition.FromJson(
            File.ReadAllText(Path.Combine(GoldenFolder.Of($"{model[0]}"), $"{model[1]}.json")))),
    ];

    private static readonly int[] Counts = [1, 2, 3, 7, 8, 9, 17, 19];

    // A network of large rows gets fewer.
    private const long MostNumbers = 1 << 18;

    private static readonly WorkerPool Workers = new(3);

    public static void Run(string[] arguments) => CaseRun.Seeds(arguments, seed =>
    {
        var random = new Random(seed);
        for (var left = MostTries; ; left--)
        {
            var json = NetworkJson.ToNode(Seed(random));
            var mutation = new DefinitionMutation(random);
            var changes = new List<string>();
            for (var i = random.Next(3) == 0 ? random.Next(2, 6) : 1; i > 0; i--) changes.Add(mutation.Change(json));
            if (random.Next(8) == 0) changes.Add(new JsonMutation(random).Change(json));
            var text = JsonMutation.Text(json);
            var outcome = CaseRun.Explained(
                $"{string.Join("; ", changes)}: {(text.Length < 4000 ? text : text[..4000])}",
                () => Load(json, random));
            if (outcome != NoNetwork || left == 0) return outcome;
        }
    });

    private static NetworkDefinition Seed(Random random) => random.Next(8) switch
    {
        0 => Saved[random.Next(Saved.Length)],
        1 or 2 => KindSamples.Network(KindSamples.All[random.Next(KindSamples.All.Count)]),
        _ => new RandomGraph(random.Next()).Definition,
    };

    private static string Load(JsonObject json, Random random)
    {
        var text = JsonMutation.Text(json);
        if (!Refusal.Of(() => NetworkDefinition.FromJson(text), out var definition))
        {
            var isSmall = FuzzedCost.IsSmall(definition!);
            return isSmall ? Load(json, definition!, random) : Costly(json, definition!, random);
        }

        if (!Refusal.Of(() => NetworkDefinition.FromJson(text, NetworkBudget.Unlimited), out _))
        {
            // It is refused before its weights are looked at.
            Assert.IsTrue(Refusal.Of(() => BinarizedNetworkTransformer.Load(Empty(json)), out _));
            return "beyond the budget";
        }

        // What is no network cannot be one in a file.
        Assert.IsTrue(Refusal.Of(() => BinarizedNetworkTransformer.Load(Empty(json)), out _));
        return NoNetwork;
    }

    private static string Load(JsonObject json, NetworkDefinition definition, Random random)
    {
        var model = Filled(json, definition, random);
        if (Refusal.Of(() => BinarizedNetworkTransformer.Load(model), out var loaded)
            && definition.OutputShape.Rank == 1)
        {
            return "refused";
        }

        Score(ModelFile.Read(model.Network, model.Weights), loaded?.Packed, random);
        return "scored";
    }

    // Within the budget it loads, in little memory; in the long form it is scored too.
    private static string Costly(JsonObject json, NetworkDefinition definition, Random random)
    {
        if (definition.Layers.Sum(layer => layer.Weights.Sum(spec => (long)spec.Shape.Size)) > MostWeights)
        {
            Assert.IsTrue(Refusal.Of(() => BinarizedNetworkTransformer.Load(Empty(json)), out _));
            return "of many weights";
        }

        lock (OneAtATime)
        {
            var model = Filled(json, definition, random);
            if (Refusal.Of(() => BinarizedNetworkTransformer.Load(model), out var loaded)) return "refused";
            var packed = loaded!.Packed;
            if (FuzzCases.IsLong) packed.Score(new float[packed.InputSize], new float[packed.OutputSize]);
            return "costly";
        }
    }

    // A file of the network, with weights of no layer.
    private static ModelPayload Empty(JsonObject json)
    {
        var none = new SafetensorsFile([]).ToBytes();
        return new ModelPayload(FuzzedModel.Head(json, FuzzedModel.Facts(2), Digest.Of(none)), none);
    }

    private static ModelPayload Filled(JsonObject json, NetworkDefinition definition, Random random)
    {
        var facts = FuzzedModel.Facts(definition.OutputShape.Size);
        var weights = WeightsFile.Write(
            definition, FuzzedModel.Weights(definition, random), latent: random.Next(3) == 0);
        return new ModelPayload(FuzzedModel.Head(json, facts, Digest.Of(weights)), weights);
    }

    private static void Score(ModelFile file, PackedNetwork? loaded, Random random)
    {
        var networks = KernelSet.Available
            .Select(set => (set.Name, Network: PackedNetwork.Compile(file.Definition, file.Weights, set))).ToList();
        if (loaded is not null) networks.Add(("loaded", loaded));
        var size = networks[0].Network.InputSize;
        var count = Counts[random.Next(Counts.Length)];
        if ((long)size * count > MostNumbers) count = 1;
        var rows = FuzzedModel.Rows(size * count, random);
        float[]? expected = null;
        foreach (var (name, network) in networks)
        {
            var single = new float[count * network.OutputSize];
            for (var i = 0; i < count; i++)
            {
                network.Score(
                    rows.AsSpan(i * size, size), single.AsSpan(i * network.OutputSize, network.OutputSize));
            }

            AreEqual(expected ??= single, single, $"{name} and {networks[0].Name}");
            var many = new float[single.Length];
            network.Score(rows, many);
            AreEqual(single, many, $"{name}, {count} rows at once");
            if (random.Next(4) != 0) continue;
            network.ShareAll(Workers);
            network.Score(rows, many, 3);
            AreEqual(single, many, $"{name}, {count} rows on threads");
        }
    }

    // Which of its many spellings a NaN has is the processor's business.
    private static void AreEqual(float[] expected, float[] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (float.IsNaN(expected[i]) && float.IsNaN(actual[i])) continue;
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}: score {i} of {expected.Length} is {expected[i]:R} and {actual[i]:R}.");
        }
    }
}
