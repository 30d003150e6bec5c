using Larq.ModelBuilder.Recipes;
using Microsoft.ML.Larq.Networks;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>A network of a recipe, as C# and as it is.</summary>
/// <param name="Source">C# for <c>Options.Network</c>.</param>
/// <param name="Build">The same.</param>
internal sealed record NamedNetwork(string Source, Func<NetworkTensor, int, NetworkTensor> Build)
{
    private static readonly NamedNetwork Large = new(
        "(input, outputs) => DefaultNetworks.Vector(input, outputs, bits: 32, units: 1024)",
        (input, outputs) => DefaultNetworks.Vector(input, outputs, bits: 32, units: 1024));

    /// <summary>What the recipe asks for; null for the library's default, which chooses by the rows.</summary>
    public static NamedNetwork? Of(Recipe recipe) => recipe.Architecture switch
    {
        NetworkNames.VectorLarge => Large,
        NetworkNames.VectorSmall => new(
            "(input, outputs) => DefaultNetworks.Vector(input, outputs, bits: 8, units: 128)",
            (input, outputs) => DefaultNetworks.Vector(input, outputs, bits: 8, units: 128)),
        NetworkNames.QuickNetSmall => new("(input, outputs) => Zoo.QuickNetSmall(input, outputs)", Zoo.QuickNetSmall),
        NetworkNames.QuickNet => new("(input, outputs) => Zoo.QuickNet(input, outputs)", Zoo.QuickNet),
        NetworkNames.QuickNetLarge => new("(input, outputs) => Zoo.QuickNetLarge(input, outputs)", Zoo.QuickNetLarge),
        null when recipe is { Network: Presets.Best, Scenario: not Scenario.ImageClassification } => Large,
        _ => null,
    };
}
