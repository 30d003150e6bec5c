using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using Microsoft.ML.Transforms;
using QuickStart;

namespace Larq.Benchmarks;

/// <summary>The digits of samples/QuickStart, its model, and ML.NET's LightGBM model of the same data.</summary>
internal sealed class DigitModels
{
    // How long the network scores does not depend on how long it was trained.
    private const int Epochs = 3;

    private readonly MLContext _context = new(seed: 1);
    private readonly IDataView _data;

    public DigitModels()
    {
        _data = _context.Data.LoadFromTextFile<Digit>(
            Path.Combine(AppContext.BaseDirectory, "digits.csv"), separatorChar: ',');
        Digits = [.. _context.Data.CreateEnumerable<Digit>(_data, reuseRowObject: false)];
    }

    public Digit[] Digits { get; }

    public ITransformer TrainNetwork() => Train(_context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
    {
        FeatureColumnName = nameof(Digit.Pixels),
        Image = new ImageShape(8, 8, 1),
        Epochs = Epochs,
    }));

    public ITransformer TrainLightGbm() =>
        Train(_context.MulticlassClassification.Trainers.LightGbm(featureColumnName: nameof(Digit.Pixels)));

    public PredictionEngine<Digit, DigitPrediction> Engine(ITransformer model) =>
        _context.Model.CreatePredictionEngine<Digit, DigitPrediction>(model);

    /// <summary>The digits over and over.</summary>
    public IDataView Rows(int count) =>
        _context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => Digits[i % Digits.Length]));

    private TransformerChain<KeyToValueMappingTransformer> Train<TModel>(IEstimator<TModel> trainer)
        where TModel : class, ITransformer => _context.Transforms.Conversion
        .MapValueToKey(nameof(Digit.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
        .Append(trainer)
        .Append(_context.Transforms.Conversion.MapKeyToValue(nameof(DigitPrediction.PredictedLabel)))
        .Fit(_data);
}
