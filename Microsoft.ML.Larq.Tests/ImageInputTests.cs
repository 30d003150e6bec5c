using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class ImageInputTests
{
    private const int Height = 8;
    private const int Width = 6;

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public void Fit_PixelsInEitherOrder_PredictTheSame(bool interleaved, bool given)
    {
        var reference = Scores(interleaved: false, given: false, out _);
        var scores = Scores(interleaved, given, out var model);
        Assert.AreEqual(new TensorShape(Height, Width, 3), model.Network.InputShape);
        CollectionAssert.AreEqual(reference, scores);
    }

    [TestMethod]
    public void Fit_FlatVectorWithImage_IsReadInterleaved()
    {
        var options = Options();
        options.Image = new ImageShape(Height, Width, 3);
        options.FeatureColumnName = "Flat";
        var pixels = Pixels(interleaved: true);
        var flat = _context.Transforms.Concatenate("Flat", "Features").Fit(pixels).Transform(pixels);
        var model = _context.Larq().BinaryNet(options).Fit(flat);
        CollectionAssert.AreEqual(Scores(false, false, out _), Flat(model.Transform(flat)));
    }

    [TestMethod]
    public void Transform_ImagesThemselvesHandedOn_BelongToTheirRows()
    {
        var model = _context.Larq().BinaryNet(Options()).Fit(Pixels(interleaved: false));
        var view = model.Transform(Pixels(interleaved: false));
        using var cursor = view.GetRowCursor(view.Schema);
        var getImage = cursor.GetGetter<MLImage>(view.Schema["Picture"]);
        var getShade = cursor.GetGetter<float>(view.Schema["Shade"]);
        var rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            MLImage image = null!;
            var shade = 0f;
            getImage(ref image);
            getShade(ref shade);
            Assert.AreEqual((byte)shade, image.Pixels[0]);
        }

        Assert.AreEqual(80, rows);
    }

    [TestMethod]
    public void Fit_DimensionsThatCouldBeEither_AskForImage()
    {
        var rows = _context.Data.LoadFromEnumerable([new Cube { Label = 0 }, new Cube { Label = 1 }]);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _context.Larq().BinaryNet(Trainers.Options()).Fit(rows));
        StringAssert.Contains(error.Message, "'Features' has dimensions 3×5×3");
        StringAssert.Contains(error.Message, "option Image");
    }

    [TestMethod]
    public void Fit_ImageThatDoesNotFit_SaysBothSizes()
    {
        var options = Options();
        options.Image = new ImageShape(Height, Width, 1);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _context.Larq().BinaryNet(options).Fit(Pixels(interleaved: false)));
        StringAssert.Contains(error.Message, "Option Image is 8×6×1, which is 48 numbers");
        StringAssert.Contains(error.Message, "'Features' has 144");
    }

    [TestMethod]
    public void Fit_ImageTurnedAgainstTheDimensions_SaysBoth()
    {
        var options = Options();
        options.Image = new ImageShape(Width, Height, 3);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _context.Larq().BinaryNet(options).Fit(Pixels(interleaved: false)));
        StringAssert.Contains(error.Message, "6×8×3");
        StringAssert.Contains(error.Message, "3×8×6");
    }

    [TestMethod]
    [DataRow(0, 1, 1)]
    [DataRow(1, -1, 1)]
    [DataRow(1, 1, 0)]
    public void ImageShape_BelowOne_IsRefused(int height, int width, int channels) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ImageShape(height, width, channels));

    private float[] Scores(bool interleaved, bool given, out BinarizedNetworkTransformer model)
    {
        var options = Options();
        if (given) options.Image = new ImageShape(Height, Width, 3);
        var pixels = Pixels(interleaved);
        model = _context.Larq().BinaryNet(options).Fit(pixels);
        return Flat(model.Transform(pixels));
    }

    private static float[] Flat(IDataView view) => [.. view.GetColumn<float>("Score")];

    private static BinarizedNetworkTrainer.Options Options()
    {
        var options = Trainers.Options(epochs: 1);
        options.Network = (input, outputs) => input
            .Conv2D(4, 3).QuantConv2D(8, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
                .BatchNormalization()
            .GlobalAveragePool().Dense(outputs);
        return options;
    }

    // New images for every reader: ExtractPixels disposes those it was given.
    private IDataView Pixels(bool interleaved)
    {
        var images = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 80).Select(Picture));
        return _context.Transforms.ExtractPixels(
            "Features", "Picture", interleavePixelColors: interleaved, offsetImage: 128, scaleImage: 1 / 128f)
            .Fit(images).Transform(images);
    }

    private static Photo Picture(int number)
    {
        var bytes = new byte[Height * Width * 4];
        new Random(number).NextBytes(bytes);
        bytes[0] = (byte)number;
        for (var alpha = 3; alpha < bytes.Length; alpha += 4) bytes[alpha] = 255;
        return new Photo
        {
            Picture = MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Bgra32, bytes),
            Shade = number,
            Label = number % 5,
        };
    }

    private sealed class Photo
    {
        [ImageType(Height, Width)]
        public MLImage Picture { get; set; } = null!;

        public float Shade { get; set; }

        public float Label { get; set; }
    }

    private sealed class Cube
    {
        public float Label { get; set; }

        [VectorType(3, 5, 3)]
        public float[] Features { get; set; } = new float[45];
    }
}
