using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.ModelBuilder.Code;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Pipelines;

[TestClass]
public sealed class NamedNetworkTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Clean() => _place.Dispose();

    public static IEnumerable<string[]> All =>
    [
        .. Enum.GetValues<Scenario>().SelectMany(scenario =>
            NetworkNames.For(scenario).Select(name => (string[])[scenario.ToString(), name])),
    ];

    // The generated code compiles, and says what this program trains: the library's default, or a network of its own.
    [TestMethod]
    [DynamicData(nameof(All))]
    public void Of_EachName_IsANetworkAndItsCode(string scenario, string name)
    {
        var recipe = Named(Enum.Parse<Scenario>(scenario), name);
        var network = NamedNetwork.Of(recipe);
        Assert.AreEqual(name is NetworkNames.Vector or NetworkNames.Image, network is null, name);
        var source = string.Concat(new Pipeline(recipe).Steps.Select(step => step.Source));
        Assert.AreEqual(network is not null, source.Contains("Network = "), source);
        _ = new GeneratedModel(recipe);
        if (network is null) return;
        Assert.Contains($"Network = {network.Source}", source);
        var input = recipe.Image is { } size ? new TensorShape(size.Height, size.Width, 3) : new TensorShape(7);
        var output = NetworkDefinition.Build(input, start => network.Build(start, 3)).OutputShape;
        Assert.AreEqual(new TensorShape(3), output);
    }

    [TestMethod]
    public void Network_OfTheCommand_IsTheRecipes()
    {
        var data = _place.Animals();
        _place.Train("classification", data, "kind", "--network", "vector-small").Ends(0);
        Assert.AreEqual("vector-small", RecipeFile.Read(_place.In("out/animals.larq.json")).Architecture);
        var small = new FileInfo(_place.In("out/animals.zip")).Length;
        _place.Train("classification", data, "kind", "--network", "vector-large", "--force").Ends(0);
        Assert.IsTrue(new FileInfo(_place.In("out/animals.zip")).Length > 2 * small);
        _place.Larq("train", _place.In("out/animals.larq.json"), "--no-code", "--no-compare").Ends(0);
        Assert.AreEqual("vector-large", RecipeFile.Read(_place.In("out/animals.larq.json")).Architecture);
        _place.Train("classification", data, "kind", "--network", "quicknet", "--force").Ends(2)
            .Says("--network is one of vector, vector-small, vector-large, got 'quicknet'");
    }

    [TestMethod]
    public void Check_OfAnImageTooSmallForQuickNet_SaysTheSmallest()
    {
        var recipe = Named(Scenario.ImageClassification, NetworkNames.QuickNet) with { Image = new ImageSize(28, 29) };
        var error = Assert.ThrowsExactly<RecipeException>(() => RecipeCheck.Check(recipe));
        Assert.Contains("image.width is 29 to 4096, got 28", error.Message);
        var other = recipe with { Architecture = NetworkNames.Vector };
        error = Assert.ThrowsExactly<RecipeException>(() => RecipeCheck.Check(other));
        Assert.Contains("architecture is image, quicknet-small", error.Message);
    }

    private static Recipe Named(Scenario scenario, string name) => scenario == Scenario.ImageClassification
        ? new Recipe
        {
            Name = "image",
            Scenario = scenario,
            DataSet = "images",
            Classes = ["a", "b", "c"],
            Image = new ImageSize(29, 32),
            Architecture = name,
        }
        : TableOfRows.Named("table", scenario, "x", "y", "when", "z") with { Architecture = name };
}
