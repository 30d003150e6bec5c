using System.Reflection;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>The names that a definition's JSON is made of: kinds of layers, and aliases in strings.</summary>
internal static class GoldenNames
{
    public const string FileName = "names.txt";

    /// <summary>All that this library knows, a family and a name a line.</summary>
    public static string[] OfTheRegistries() =>
    [
        .. LayerKinds.Classes.Select(one => $"layer {one.Name}")
            .Concat(Aliases<Quantizer>("quantizer"))
            .Concat(Aliases<Initializer>("initializer"))
            .Concat(Aliases<WeightConstraint>("constraint"))
            .Concat(Aliases<WeightRegularizer>("regularizer"))
            .Concat(Enum.GetNames<ActivationFunction>().Select(name => $"activation {name}"))
            .Order(StringComparer.Ordinal),
    ];

    // Aliases that were added while the process runs are not the library's.
    private static IEnumerable<string> Aliases<T>(string family)
    {
        var table = (AliasTable<T>)typeof(T).GetField("Table", BindingFlags.NonPublic | BindingFlags.Static)!
            .GetValue(null)!;
        return table.Aliases.Where(table.BuiltIn).Select(alias => $"{family} {alias}");
    }
}
