using Larq.ModelBuilder.Code;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>Models and columns may be called as anything in the code that is written for them.</summary>
[TestClass]
public sealed class GeneratedNamesTests
{
    private static readonly GeneratedCode All = new(Console: true, Api: true, PackageOrigin.Default);

    private static readonly GeneratedCode Console = All with { Api = false };

    [TestMethod]
    public void Model_CalledAsAnythingInItsCode_Compiles()
    {
        var names = Words().Where(name => char.IsUpper(name[0])).ToArray();
        Assert.IsTrue(names.Length > 100, $"{names.Length}");
        if (Environment.GetEnvironmentVariable("LARQ_LONG_TESTS") is null or "")
            names = ["Create", "MLContext", "System"];
        foreach (var name in names)
        {
            foreach (var scenario in new[] { Scenario.Classification, Scenario.Regression })
                Compiles(TableOfRows.Named(name, scenario, "a", "b", "when", "y"));
        }
    }

    [TestMethod]
    public void Columns_CalledAsAnythingInTheirCode_Compile() =>
        Compiles(TableOfRows.Named("m", Scenario.Classification, [.. Words(), "Label"]), Console);

    [TestMethod]
    public void Columns_CalledAsKeywords_Compile() => Compiles(TableOfRows.Named(
        "namespace", Scenario.Regression,
        [.. SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds())
            .Select(kind => SyntaxFacts.GetText(kind)).Distinct()]), Console);

    // Characters of every plane that are letters somewhere, signs, spaces, or nothing at all.
    [TestMethod]
    public void Columns_OfAnyCharacter_Compile()
    {
        var random = new Random(3);
        var names = Enumerable.Range(0, 300).Select(i => new string(
            [.. Enumerable.Range(0, 6).Select(_ => (char)random.Next(1, i < 150 ? 0x250 : 0xD800))])).ToArray();
        Compiles(TableOfRows.Named("\u0301x", Scenario.Regression, names), Console);
    }

    [TestMethod]
    [DataRow("german", "German")]
    [DataRow("class", "Class")]
    [DataRow("1st try", "_1st_try")]
    [DataRow("predict", "PredictModel")]
    [DataRow("!?", "TrainedModel")]
    [DataRow("größe-2", "Größe_2")]
    public void OfModel_Name_IsReadable(string name, string expected) =>
        Assert.AreEqual(expected, Identifiers.OfModel(name));

    [TestMethod]
    public void Files_OfTheSameRecipe_AreTheSameBytes()
    {
        var recipe = TableOfRows.Named("m", Scenario.Classification, "a", "b", "when", "y");
        CollectionAssert.AreEqual(
            All.Files(new Pipeline(recipe)).ToArray(),
            All.Files(new Pipeline(RecipeFile.Parse(RecipeFile.Bytes(recipe), "m"))).ToArray());
        Assert.IsFalse(All.Files(new Pipeline(recipe)).Any(file => file.Text.Contains('\r')));
    }

    private static IEnumerable<string> Words() => new[] { Scenario.Classification, Scenario.Regression }
        .SelectMany(scenario => All.Files(new Pipeline(TableOfRows.Named("m", scenario, "a", "b", "when", "y"))))
        .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
        .SelectMany(file => CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantTokens())
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)
        .Distinct().Order(StringComparer.Ordinal);

    private static void Compiles(Recipe recipe, GeneratedCode? code = null)
    {
        var files = (code ?? All).Files(new Pipeline(recipe));
        var programs = files.Where(file => file.Path.EndsWith("Program.cs", StringComparison.Ordinal)).ToArray();
        Assert.IsTrue(programs.Length > 0);
        foreach (var program in programs)
        {
            var problems = CompiledCode.Problems(files, program.Text);
            Assert.AreEqual(0, problems.Count, $"{recipe.Name}: {string.Join('\n', problems.Take(5))}");
        }
    }
}
