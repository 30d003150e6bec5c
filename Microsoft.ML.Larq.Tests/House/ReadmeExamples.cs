using Microsoft.ML.Data;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The README's C#, word for word: <see cref="ReadmeTests"/> runs it and compares the text.</summary>
internal static class ReadmeExamples
{
    public sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public int Label { get; set; }
    }

    /// <summary>All of it in one program, block after block; the class stands below, as it would in a file.</summary>
    public static (MulticlassClassificationMetrics Metrics, BinarizedNetworkTrainer Trainer,
        BinarizedNetworkTrainer.Options Options, MLContext Context, DataOperationsCatalog.TrainTestData Split) Program()
    {
        var mlContext = new MLContext(seed: 1);
        var rows = mlContext.Data.LoadFromTextFile<Digit>("digits.csv", ',');
        var trainer = mlContext.Larq().BinaryNet(labelColumnName: "Label", featureColumnName: "Pixels");

        var split = mlContext.Data.TrainTestSplit(rows, testFraction: 0.2);
        var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(trainer)
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        var model = pipeline.Fit(split.TrainSet);
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        mlContext.Model.Save(model, split.TrainSet.Schema, "digits.zip");

        var options = new BinarizedNetworkTrainer.Options
        {
            FeatureColumnName = "Pixels",
            Image = new ImageShape(8, 8, 1),
            Network = (input, outputs) => input
                .Conv2D(32, 3, padding: PadMode.Same).BatchNormalization().MaxPool2D(2)
                .Residual(x => x
                    .QuantConv2D(32, 3, padding: PadMode.Same, padValue: 1,
                        inputQuantizer: "approx_sign", kernelQuantizer: Quantizer.SteSign(clipValue: 1.25f))
                    .BatchNormalization())
                .GlobalAveragePool().Dense(outputs),
            Optimizer = Optimize.Adam(Schedule.Cosine(0.01f)),
            ValidationSet = split.TestSet,
            Epochs = 10,
            Progress = new Progress<TrainingProgress>(p => Console.WriteLine(p)),
        };
        var own = mlContext.Larq().BinaryNet(options);

        options.Metrics = [.. LayerMetric.Defaults, LayerMetric.Of(() => new GradientNorm()).For(QuantizerRole.Kernel)];

        var network = model.BinaryNet();
        Console.WriteLine(network.Packed.Report);                         // what was packed, and why not
        Console.WriteLine(network.Agreement);                             // packed against trained scores
        Console.WriteLine(network.History["flip_ratio/quant_dense"][^1]); // every value of every epoch
        Console.WriteLine(network.Network.Summary());                     // Larq's model summary
        network.WriteReport("report.html");                               // all of it with charts, on one page

        return (metrics, own, options, mlContext, split);
    }

    public sealed class GradientNorm : QuantizerMetric
    {
        private readonly MetricState _norms, _passes;

        public GradientNorm() : base("gradient_norm") => (_norms, _passes) = (Remember("norms"), Remember("passes"));

        protected override void OnBackward(QuantizerPass pass)   // of Input, Output, Upstream and Gradient
        {
            _norms.Add(pass.Gradient.norm());                    // a tensor, added up on its device
            _passes.Add(1);
        }

        protected override double Compute() => _norms.Read() / _passes.Read();
    }
}
