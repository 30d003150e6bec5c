using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML.Data;
using SkiaSharp;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>Code for images says what the pipeline says, and trains the same model again.</summary>
[TestClass]
public sealed class GeneratedImagesTests
{
    [TestMethod]
    public void Predict_OfImages_SaysWhatThePipelineSays()
    {
        var folder = Directory.CreateTempSubdirectory("larq-images-").FullName;
        try
        {
            Draw(folder, "ro\"und", 0);
            Draw(folder, "sq uare", 1);
            File.WriteAllText(Path.Combine(folder, "sq uare", "broken.png"), "none");
            File.WriteAllText(Path.Combine(folder, "sq uare", ".hidden.png"), "none");
            var recipe = new Recipe
            {
                Name = "image",
                Scenario = Scenario.ImageClassification,
                DataSet = folder,
                Classes = ["ro\"und", "sq uare"],
                Image = new ImageSize(12, 8),
                Network = Presets.Best,
                Epochs = 1,
            };
            var pipeline = new Pipeline(recipe);
            var mlContext = new MLContext(1);
            var rows = pipeline.Load(mlContext, folder);
            var model = pipeline.Whole(mlContext).Fit(pipeline.Split(mlContext, rows).TrainSet);
            var path = Path.Combine(folder, "model.zip");
            mlContext.Model.Save(model, rows.Schema, path);
            var scored = model.Transform(rows);
            var wanted = scored.GetColumn<float[]>(pipeline.Columns.Score).ToArray();
            var files = scored.GetColumn<string>(PipelineColumns.ImagePath).ToArray();
            Assert.AreEqual(12, files.Length);

            var generated = new GeneratedModel(recipe) { ModelPath = path };
            Says(generated, files, wanted);
            var again = Path.Combine(folder, "again.zip");
            generated.Call("Train", [again, folder, 0.2]);
            Says(new GeneratedModel(recipe) { ModelPath = again }, files, wanted);
            Assert.AreNotEqual(wanted[0][0], wanted[^1][0]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Says(GeneratedModel model, string[] files, float[][] wanted)
    {
        for (var i = 0; i < files.Length; i++)
        {
            var input = Activator.CreateInstance(model.Input)!;
            model.Input.GetProperty("ImagePath")!.SetValue(input, files[i]);
            CollectionAssert.AreEqual(wanted[i], model.Predict(input).Scores, files[i]);
        }
    }

    private static void Draw(string folder, string name, int kind)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        for (var i = 0; i < 6; i++)
        {
            using var bitmap = new SKBitmap(16, 16);
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(SKColors.Black);
            using var paint = new SKPaint { Color = new SKColor((byte)(40 * i), 200, 100) };
            if (kind == 0) canvas.DrawCircle(8, 8, 3 + (i % 4), paint);
            else canvas.DrawRect(3, 3, 6 + (i % 5), 9, paint);
            using var file = File.Create(Path.Combine(folder, name, $"{i}.png"));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }
}
