namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>Draws faults from the kinds, each with a layer and a seed of chance.</summary>
internal static class PlantedTrial
{
    /// <summary>A fault, planted.</summary>
    public sealed record Drawn(PlantedFault Fault, int Layer, int Seed, PlantedTraining Training)
    {
        /// <summary>The layer that it was planted in.</summary>
        public string LayerName => PlantedTraining.NameOf(Layer);
    }

    /// <summary>Every kind, in an order of chance.</summary>
    /// <param name="seed">What decides order, layers and numbers.</param>
    public static IEnumerable<Drawn> Draw(int seed)
    {
        var random = new Random(seed);
        var kinds = PlantedFaults.All.ToArray();
        random.Shuffle(kinds);
        return [.. kinds.Select(kind => Plant(kind, random.Next()))];
    }

    /// <summary>One kind, with what a seed decides.</summary>
    public static Drawn Plant(PlantedFault kind, int seed)
    {
        var random = new Random(seed);
        var layer = random.Next(kind.Name.StartsWith("no normalization", StringComparison.Ordinal) ? 1 : 0,
            PlantedTraining.Depth);
        var training = kind.Plant(new PlantedTraining { Seed = random.Next(1000) }, layer, random);
        return new Drawn(kind, layer, seed, training);
    }
}
