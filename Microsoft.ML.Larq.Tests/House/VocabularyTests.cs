namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The page of vocabulary beside the code names only what there is.</summary>
[TestClass]
public class VocabularyTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Library, "VOCABULARY.md"));

    [TestMethod]
    public void Page_NamesManyTypes() => Assert.IsGreaterThan(60, DocumentedNames.Of(Page).Length);

    [TestMethod]
    public void Page_NamesOnlyWhatThereIs() => Assert.AreEqual(
        "", string.Join(", ", DocumentedNames.Unknown(Page)), "The library has no such types or members.");

    // A word that stands twice is qualified: kernel (of a layer), kernel (of a set).
    [TestMethod]
    public void Page_ExplainsEachWordOnce()
    {
        var words = Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim()).Where(word => word is not ("word" or "ending")).ToArray();
        CollectionAssert.AllItemsAreUnique(words);
        Assert.Contains("latent weight", words);
    }
}
