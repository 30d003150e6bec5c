using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to images: its code runs, but for what downloads.</summary>
[TestClass]
public class ImagesGuideTests
{
    private static readonly string[] Names = ["dark", "light"];

    [TestMethod]
    public void Code_IsTheExamplesBelow() => GuideCode.AssertIsIn("Images.md", "ImagesGuideTests.cs", 4);

    [TestMethod]
    public void Examples_OfFiles_LearnThem()
    {
        var mlContext = new MLContext(seed: 1);
        var folder = Directory.CreateTempSubdirectory("larq-images-guide-");
        try
        {
            var images = mlContext.Data.LoadFromEnumerable(Draw(folder.FullName));
            Assert.AreEqual("light", Files(mlContext, folder.FullName, images));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Its layers are built and its options taken; training it is the sample's.
    [TestMethod]
    public void Example_OfTheZoo_IsAPipeline()
    {
        var mlContext = new MLContext(seed: 1);
        Assert.IsNotNull(Transfer(mlContext, SourceTree.Root, null, out var options));
        var network = NetworkDefinition.Build(new TensorShape(224, 224, 3), input => options.Network!(input, 2));
        Assert.AreEqual(2, network.OutputShape.Size);
        Assert.IsNotNull(ZooFiles.Find("QuickNetSmall", includeTop: false));
    }

    private static ImageFile[] Draw(string folder) =>
    [
        .. Enumerable.Range(0, 40).Select(i =>
        {
            var pixels = new byte[40 * 30 * 4];
            new Random(i).NextBytes(pixels);
            for (var place = 0; place < pixels.Length; place++)
                pixels[place] = place % 4 == 3 ? (byte)255 : (byte)((pixels[place] / 2) + (i % 2 * 127));
            using var image = MLImage.CreateFromPixels(40, 30, MLPixelFormat.Rgba32, pixels);
            image.Save(Path.Combine(folder, $"{i}.png"));
            return new ImageFile { Path = $"{i}.png", Label = Names[i % 2] };
        }),
    ];

    private static string Files(MLContext mlContext, string folder, IDataView images)
    {
        var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.Transforms.LoadImages("Image", folder, "Path"))
            .Append(mlContext.Transforms.ResizeImages("Image", imageWidth: 32, imageHeight: 32))
            .Append(mlContext.Transforms.ExtractPixels("Features", "Image"))
            .Append(mlContext.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
            {
                Augmentation = [ImageAugmentation.RandomCrop(padding: 4), ImageAugmentation.HorizontalFlip()],
                ValidationFraction = 0.2f,
                Epochs = 10,
            }))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(images);

        var engine = mlContext.Model.CreatePredictionEngine<ImageFile, ImagePrediction>(model);
        var said = engine.Predict(new ImageFile { Path = "7.png" }).PredictedLabel;
        return said;
    }

    private static IEstimator<ITransformer> Transfer(
        MLContext mlContext, string folder, NetworkWeights? trunkWeights, out BinarizedNetworkTrainer.Options given)
    {
        var options = new BinarizedNetworkTrainer.Options
        {
            Network = (input, outputs) => input
                .Frozen(trunk => Zoo.QuickNetSmall(trunk))
                .GlobalAveragePool().BatchNormalization().Dense(outputs),
            StartWeights = trunkWeights,
        };
        var transfer = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.Transforms.LoadImages("Image", folder, "Path"))
            .Append(mlContext.Larq().ImageNetPixels(size: 224))
            .Append(mlContext.Larq().BinaryNet(options));
        given = options;
        return transfer;
    }

    // Compiled and not run: it would load 20 MB from elsewhere.
    internal static async Task<NetworkWeights> Trunk()
    {
        var trunkNetwork = NetworkDefinition.Build(new TensorShape(224, 224, 3), input => Zoo.QuickNetSmall(input));
        using var download = new ZooDownload();
        var path = await download.GetAsync(ZooFiles.Find("QuickNetSmall", includeTop: false));
        var trunkWeights = NetworkWeights.FromKeras(trunkNetwork, path);
        return trunkWeights;
    }

    public sealed class ImageFile
    {
        public string Path { get; set; } = "";

        public string Label { get; set; } = "";
    }

    public sealed class ImagePrediction
    {
        public string PredictedLabel { get; set; } = "";
    }
}
