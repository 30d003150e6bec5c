using Microsoft.ML.Data;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.AutoFormerV2;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>The neighbour's trainer of object detection.</summary>
internal static class Detection
{
    public static void Run(MLContext context)
    {
        var rows = context.Data.LoadFromEnumerable(Enumerable.Range(0, 2).Select(i => new Picture
        {
            Image = MLImage.CreateFromPixels(90, 70, MLPixelFormat.Bgra32, Pixels(i)),
            Labels = i == 0 ? ["left"] : ["left", "right"],
            Box = i == 0 ? [5, 5, 60, 60] : [5, 5, 40, 60, 45, 5, 85, 65],
        }).ToArray());
        var model = context.Transforms.Conversion.MapValueToKey("Labels")
            .Append(context.MulticlassClassification.Trainers.ObjectDetection(new ObjectDetectionTrainer.Options
            {
                LabelColumnName = "Labels",
                BoundingBoxColumnName = "Box",
                MaxEpoch = 1,
                LogEveryNStep = 1,
                ScoreThreshold = 0.01,
            }))
            .Fit(rows);
        Reloaded.Say<float[]>(context, model, rows, "PredictedBoundingBoxes");
    }

    private static byte[] Pixels(int seed)
    {
        var pixels = new byte[90 * 70 * 4];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    private sealed class Picture
    {
        [ImageType(70, 90)]
        public MLImage? Image { get; set; }

        public string[] Labels { get; set; } = [];

        public float[] Box { get; set; } = [];
    }
}
