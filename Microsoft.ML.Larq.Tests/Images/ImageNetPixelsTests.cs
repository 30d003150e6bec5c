using Microsoft.ML.Larq.Images;

namespace Microsoft.ML.Larq.Tests.Images;

[TestClass]
public class ImageNetPixelsTests
{
    // Public figures of tf.compat.v1.image.resize_bicubic for the image 0..8, and the same by hand with A = −0.75.
    [TestMethod]
    public void Resize_ThreeToSix_IsTensorFlow1s()
    {
        var resized = new float[36];
        BicubicResize.Resize([0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 3, 1, resized, 6, 6);
        float[] first = [0, 0.40625f, 1, 1.59375f, 2, 2.09375f];
        CollectionAssert.AreEqual(first, resized[..6]);
        // Columns go by threes where rows go by ones.
        CollectionAssert.AreEqual(
            first.Select(value => value * 3).ToArray(), Enumerable.Range(0, 6).Select(y => resized[y * 6]).ToArray());
    }

    [TestMethod]
    public void Resize_SameSize_ChangesNothing()
    {
        float[] image = [.. Enumerable.Range(0, 60).Select(i => i * 1.5f)];
        var resized = new float[60];
        BicubicResize.Resize(image, 4, 5, 3, resized, 4, 5);
        CollectionAssert.AreEqual(image, resized);
    }

    [TestMethod]
    [DataRow(7, 5, 3, 4)]
    [DataRow(2, 3, 9, 8)]
    public void Resize_AnySize_IsTheSumOverAllPixels(int height, int width, int newHeight, int newWidth)
    {
        var random = new Random(height);
        float[] image = [.. Enumerable.Range(0, height * width * 2).Select(_ => random.NextSingle() * 255)];
        var resized = new float[newHeight * newWidth * 2];
        BicubicResize.Resize(image, height, width, 2, resized, newHeight, newWidth);
        for (var i = 0; i < resized.Length; i++)
        {
            var (y, x, channel) = (i / 2 / newWidth, i / 2 % newWidth, i % 2);
            var (centreY, centreX) = (y * (double)height / newHeight, x * (double)width / newWidth);
            var sum = 0.0;
            // Far enough out on every side, with the edge's pixel beyond the edge.
            for (var v = -3; v < height + 3; v++)
            {
                for (var u = -3; u < width + 3; u++)
                {
                    var pixel =
                        image[(((Math.Clamp(v, 0, height - 1) * width) + Math.Clamp(u, 0, width - 1)) * 2) + channel];
                    sum += Keys(v - centreY) * Keys(u - centreX) * pixel;
                }
            }

            // TensorFlow's table has 1024 places between two pixels.
            Assert.AreEqual(sum, resized[i], 0.6, $"value {i}");
        }
    }

    [TestMethod]
    [DataRow(256, 256, 224, 16, 16)]
    [DataRow(300, 500, 262, 19, 119)]
    [DataRow(501, 300, 262, 120, 19)]
    public void Fill_AnImage_CropsItsCentre(int height, int width, int side, int top, int left)
    {
        // Red is 200 within the crop and 0 outside; the crop's first pixel has another green, its last another blue.
        var pixels = new byte[height * width * 4];
        for (var y = top; y < top + side; y++)
        {
            for (var x = left; x < left + side; x++) pixels[((y * width) + x) * 4] = 200;
        }

        pixels[(((top * width) + left) * 4) + 1] = 100;
        var values = new float[224 * 224 * 3];
        ImageNetPixels.Fill(pixels, height, width, blueFirst: false, 224, values);
        var red = (200 - 123.675) / 58.395;
        for (var i = 0; i < values.Length; i += 3) Assert.AreEqual(red, values[i], 1e-4, $"red of {i / 3}");
        Assert.AreEqual((100 - 116.28) / 57.12, values[1], 1e-4);
        Assert.AreEqual((0 - 103.53) / 57.375, values[2], 1e-4);
        Assert.AreEqual((0 - 103.53) / 57.375, values[^1], 1e-4);
    }

    [TestMethod]
    public void Fill_BlueFirst_IsTheSamePicture()
    {
        var random = new Random(1);
        var rgba = new byte[40 * 30 * 4];
        random.NextBytes(rgba);
        var bgra = rgba.Chunk(4).SelectMany(pixel => new[] { pixel[2], pixel[1], pixel[0], pixel[3] }).ToArray();
        var (one, other) = (new float[8 * 8 * 3], new float[8 * 8 * 3]);
        ImageNetPixels.Fill(rgba, 40, 30, blueFirst: false, 8, one);
        ImageNetPixels.Fill(bgra, 40, 30, blueFirst: true, 8, other);
        CollectionAssert.AreEqual(one, other);
    }

    [TestMethod]
    public void Fill_OnePixel_FillsAll()
    {
        var values = new float[2 * 2 * 3];
        ImageNetPixels.Fill([255, 0, 0, 9], 1, 1, blueFirst: false, 2, values);
        Assert.AreEqual((255 - 123.675) / 58.395, values[9], 1e-4);
        Assert.AreEqual(-103.53 / 57.375, values[11], 1e-4);
    }

    private static double Keys(double x)
    {
        const double A = -0.75;
        x = Math.Abs(x);
        return x <= 1 ? ((A + 2) * x * x * x) - ((A + 3) * x * x) + 1
            : x < 2 ? (A * x * x * x) - (5 * A * x * x) + (8 * A * x) - (4 * A)
            : 0;
    }
}
