using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>Each name that a version knew stands in one of its files, and is known today.</summary>
[TestClass]
public class GoldenNamesTests
{
    public static IEnumerable<object[]> Versions => GoldenFolder.All.Select(folder => new object[] { folder });

    [TestMethod]
    [DynamicData(nameof(Versions))]
    public void Names_OfAVersion_StandInItsModels(string folder)
    {
        var names = File.ReadAllLines(Path.Combine(folder, GoldenNames.FileName));
        Assert.IsGreaterThan(80, names.Length);
        CollectionAssert.IsSubsetOf(names, GoldenNames.OfTheRegistries());
        var found = GoldenFolder.Models.Where(model => (string)model[0] == Path.GetFileName(folder))
            .SelectMany(model => Found(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{model[1]}.json")))!))
            .ToHashSet();
        var missing = names.Where(name => !found.Contains(name)).ToArray();
        Assert.IsEmpty(missing, string.Join('\n', missing));
    }

    // "kernelQuantizer":"ste_sign(clip_value=1.25)" names the quantizer ste_sign.
    private static IEnumerable<string> Found(JsonNode network)
    {
        foreach (var layer in network["layers"]!.AsArray().Select(layer => layer!.AsObject()))
        {
            yield return $"layer {layer["class"]}";
            foreach (var (parameter, value) in layer)
            {
                foreach (var family in new[] { "quantizer", "initializer", "constraint", "regularizer" })
                {
                    if (value is not null && parameter.EndsWith(family, StringComparison.OrdinalIgnoreCase))
                        yield return $"{family} {value.GetValue<string>().Split('(')[0]}";
                }

                if (parameter is "activation" or "function") yield return $"activation {value}";
            }
        }
    }
}
