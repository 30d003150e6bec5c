using Larq.ModelBuilder.Recipes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Commands;

/// <summary>From folders of images to a model, and what it says of images.</summary>
[TestClass]
public sealed class ImagesTests
{
    [TestMethod]
    public void ImageClassification_OfDrawings_TrainsTestsAndPredictsPastABrokenFile()
    {
        using var place = new Workplace();
        Drawings.Folder(place.In("shapes"), 60);
        place.Write("shapes/disc/broken.png", "no image");
        var said = place.Train("image-classification", place.In("shapes"), null, "--epochs", "8", "--json").Ends(0);
        Assert.Contains("broken.png", said.Out);
        var training = said.Events("training")[0];
        Assert.AreEqual(120, (int)training["rows"]! + (int)training["testRows"]!);
        Assert.IsGreaterThan(0.8, (double)said.Events("evaluation")[0]["judgement"]!["values"]!["Accuracy"]!);
        CollectionAssert.AreEqual(
            (string[])["cross", "disc"], RecipeFile.Read(place.In("out/shapes.larq.json")).Classes);

        var model = place.In("out/shapes.zip");
        place.Larq("evaluate", model, place.In("shapes"), "--min-metric", "0.8").Ends(0);
        var one = place.Larq("predict", model, place.In("shapes/disc/0.png"), "--json").Ends(0).Events("prediction");
        Assert.HasCount(1, one);
        Assert.AreEqual("disc", (string)one[0]["prediction"]!["said"]!);
        Assert.HasCount(
            60, place.Larq("predict", model, place.In("shapes/disc"), "--json").Ends(0).Events("prediction"));
        place.Larq("predict", model, place.In("nowhere")).Ends(1);
        place.Larq("predict", model, "--set", "a=1").Ends(2);
        place.Larq("train", place.In("out/shapes"), "--epochs", "1", "--no-code").Ends(0);
    }
}
