using Microsoft.ML.Larq.Images;

namespace Microsoft.ML.Larq.Tests.Golden;

[TestClass]
public class GoldenPixelsTests
{
    [TestMethod]
    public void Load_AnEarlierVersions_GivesTheSamePixels()
    {
        var path = Path.Combine(GoldenFolder.Version1, GoldenPixels.ModelName);
        var loaded = (ImageNetTransformer)new MLContext().Model.Load(path, out _);
        Assert.AreEqual(("Pixels", "Image", 6), (loaded.OutputColumnName, loaded.InputColumnName, loaded.Size));
        GoldenBits.AssertSame(
            GoldenBits.Read(File.ReadAllText(Path.Combine(GoldenFolder.Version1, GoldenPixels.ValuesName))),
            GoldenPixels.Values(path), GoldenPixels.ModelName);
    }
}
