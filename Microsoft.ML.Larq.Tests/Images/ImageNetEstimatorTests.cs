using Microsoft.ML.Data;
using Microsoft.ML.Larq.Images;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Larq.Tests.Images;

[TestClass]
public class ImageNetEstimatorTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Transform_ImagesInMemory_GivesTheirPixelsEveryTime()
    {
        var rows = Rows();
        var transformed = _context.Larq().ImageNetPixels(size: 8).Fit(rows).Transform(rows);
        var type = (VectorDataViewType)transformed.Schema["Features"].Type;
        CollectionAssert.AreEqual(new[] { 8, 8, 3 }, type.Dimensions.ToArray());
        for (var pass = 0; pass < 2; pass++)
        {
            var values = Values(transformed);
            Assert.HasCount(3, values);
            CollectionAssert.AreEqual(Expected(0), values[0]);
            CollectionAssert.AreEqual(Expected(1), values[1]);
            Assert.IsTrue(values[2].All(float.IsNaN));
        }
    }

    [TestMethod]
    public void Transform_OtherColumns_AreHandedOnAndTheRestIsLazy()
    {
        var rows = Rows();
        var transformed = _context.Larq().ImageNetPixels("Pixels", size: 4).Fit(rows).Transform(rows);
        CollectionAssert.AreEqual(new[] { 0f, 1f, 2f }, transformed.GetColumn<float>("Number").ToArray());
        Assert.AreEqual(3, transformed.GetColumn<float[]>("Pixels").Count());
        Assert.IsNull(transformed.Schema.GetColumnOrNull("Features"));
    }

    [TestMethod]
    public void Save_AndLoad_TransformsTheSame()
    {
        var rows = Rows();
        var fitted = _context.Larq().ImageNetPixels("Pixels", "Image", 6).Fit(rows);
        using var stream = new MemoryStream();
        _context.Model.Save(fitted, rows.Schema, stream);
        var loaded = (ImageNetTransformer)new MLContext().Model.Load(stream, out _);
        Assert.AreEqual(("Pixels", "Image", 6), (loaded.OutputColumnName, loaded.InputColumnName, loaded.Size));
        var (before, after) = (Values(fitted.Transform(rows), "Pixels"), Values(loaded.Transform(rows), "Pixels"));
        for (var row = 0; row < before.Count; row++) CollectionAssert.AreEqual(before[row], after[row]);
    }

    [TestMethod]
    public void Transform_ImagesThatLoadImagesReads_GivesTheirPixels()
    {
        var folder = Directory.CreateTempSubdirectory("larq-images");
        try
        {
            foreach (var number in new[] { 0, 1 })
            {
                using var image = Of(number).Image;
                image!.Save(Path.Combine(folder.FullName, $"{number}.png"));
            }

            var rows = _context.Data.LoadFromEnumerable([new Named { Path = "0.png" }, new Named { Path = "1.png" }]);
            var pipeline = _context.Transforms.LoadImages("Image", folder.FullName, "Path")
                .Append(_context.Larq().ImageNetPixels(size: 8));
            var values = Values(pipeline.Fit(rows).Transform(rows));
            CollectionAssert.AreEqual(Expected(0), values[0]);
            CollectionAssert.AreEqual(Expected(1), values[1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void PredictionEngine_OneImage_GivesItsPixels()
    {
        var rows = Rows();
        var engine = _context.Model.CreatePredictionEngine<Picture, Pixels>(
            _context.Larq().ImageNetPixels(size: 8).Fit(rows));
        CollectionAssert.AreEqual(Expected(1), engine.Predict(Of(1)).Features);
    }

    [TestMethod]
    public void GetOutputSchema_OfShapes_IsWhatTransformGives()
    {
        var rows = Rows();
        var pipeline = _context.Larq().ImageNetPixels(size: 8)
            .Append(_context.Transforms.CopyColumns("Copy", "Features"));
        var schema = pipeline.Fit(rows).GetOutputSchema(rows.Schema);
        Assert.AreEqual(192, ((VectorDataViewType)schema["Copy"].Type).Size);
    }

    [TestMethod]
    public void Options_OutOfRange_AreRefused()
    {
        var larq = _context.Larq();
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => larq.ImageNetPixels(size: 0)).Message,
            "The size is from 1 to 8192");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => larq.ImageNetPixels(size: 8193));
        Assert.ThrowsExactly<ArgumentException>(() => larq.ImageNetPixels(outputColumnName: ""));
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => larq.ImageNetPixels(inputColumnName: "Gone").Fit(Rows()));
        StringAssert.Contains(error.Message, "no image column 'Gone'; there are 'Image', 'Number'");
        error = Assert.ThrowsExactly<ArgumentException>(
            () => larq.ImageNetPixels(inputColumnName: "Number").Fit(Rows()));
        StringAssert.Contains(error.Message, "Image column 'Number' must hold images, got Single");
        var pipeline = _context.Transforms.CopyColumns("X", "Number").Append(larq.ImageNetPixels(inputColumnName: "X"));
        error = Assert.ThrowsExactly<ArgumentException>(() => pipeline.Fit(Rows()));
        StringAssert.Contains(error.Message, "Image column 'X' must hold images");
    }

    [TestMethod]
    public void Load_OtherParameters_AreRefused()
    {
        foreach (var parameters in new[] { "", "null", "1", "[]", "{" })
            StringAssert.Contains(Refused(parameters), "cannot be read");
        StringAssert.Contains(Refused("{}"), "'output' must be of type String, got none.");
        StringAssert.Contains(
            Refused("{\"output\": \"a\", \"input\": null}"), "'input' must be of type String, got none.");
        StringAssert.Contains(
            Refused("{\"output\": \"a\", \"input\": \"b\", \"size\": [1]}"), "'size' must be of type Int32, got [1].");
        Assert.ThrowsExactly<FormatException>(
            () => ImageNetTransformer.Load(_context, "{\"output\": \"a\", \"input\": \"b\", \"size\": 100000}"));
    }

    private string Refused(string parameters) => Assert.ThrowsExactly<FormatException>(
        () => ImageNetTransformer.Load(_context, parameters)).Message;

    private static float[] Expected(int number)
    {
        var values = new float[8 * 8 * 3];
        ImageNetPixels.Fill(Bytes(number), 12, 10, blueFirst: false, 8, values);
        return values;
    }

    private static byte[] Bytes(int number)
    {
        var pixels = new byte[12 * 10 * 4];
        new Random(number).NextBytes(pixels);
        for (var i = 3; i < pixels.Length; i += 4) pixels[i] = 255;
        return pixels;
    }

    private static Picture Of(int number) => new()
    {
        Image = number == 2 ? null : MLImage.CreateFromPixels(10, 12, MLPixelFormat.Rgba32, Bytes(number)),
        Number = number,
    };

    private IDataView Rows() => _context.Data.LoadFromEnumerable([Of(0), Of(1), Of(2)]);

    private static List<float[]> Values(IDataView view, string column = "Features") =>
        [.. view.GetColumn<float[]>(column)];

    public sealed class Picture
    {
        [ImageType(12, 10)]
        public MLImage? Image { get; set; }

        public float Number { get; set; }
    }

    public sealed class Named
    {
        public string Path { get; set; } = "";
    }

    public sealed class Pixels
    {
        [VectorType(192)]
        public float[] Features { get; set; } = [];
    }
}
