using Larq.ModelBuilder.Recipes;
using Microsoft.ML;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>The steps from an image's path to label and pixels.</summary>
internal static class ImageSteps
{
    private const string Image = "Image";

    public static IEnumerable<Step> Of(Recipe recipe, PipelineColumns columns) =>
    [
        new LabelKeys(columns.Label, recipe.Classes),
        new LoadedImages(),
        new ResizedImages(recipe.Image!),
        new Pixels(columns.Features),
    ];

    private sealed record LoadedImages : Step
    {
        public override string Purpose => "The image in the file.";

        public override string Source =>
            $"""mlContext.Transforms.LoadImages({Literal(Image)}, "", {Literal(PipelineColumns.ImagePath)})""";

        public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
            mlContext.Transforms.LoadImages(Image, "", PipelineColumns.ImagePath);
    }

    private sealed record ResizedImages(ImageSize Size) : Step
    {
        public override string Purpose => "Cropped to the same proportions, and brought to one size.";

        public override string Source =>
            $"mlContext.Transforms.ResizeImages({Literal(Image)}, imageWidth: {CSharpText.Literal(Size.Width)}, "
            + $"imageHeight: {CSharpText.Literal(Size.Height)})";

        public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
            mlContext.Transforms.ResizeImages(Image, imageWidth: Size.Width, imageHeight: Size.Height);
    }

    private sealed record Pixels(string Output) : Step
    {
        public override string Purpose => "Red, green and blue of each pixel, from 0 to 255.";

        public override string Source => $"mlContext.Transforms.ExtractPixels({Literal(Output)}, {Literal(Image)})";

        public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
            mlContext.Transforms.ExtractPixels(Output, Image);
    }
}
