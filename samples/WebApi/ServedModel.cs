using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Packed;

namespace WebApi;

/// <summary>One loaded model, ready for any number of threads.</summary>
internal sealed class ServedModel
{
    private readonly ObjectPool<PredictionEngine<Digit, DigitPrediction>> _engines;

    public ServedModel(string path, int concurrent)
    {
        Context = new MLContext();
        Transformer = Context.Model.Load(path, out _);
        var pools = new DefaultObjectPoolProvider { MaximumRetained = concurrent };
        _engines = pools.Create(new EnginePolicy(this));
        Packed = HasNetwork(Transformer) ? PackedNetwork.Load(path) : null;

        // The first row of all builds the engine and compiles the code: no request should wait for that.
        Predict(new Digit { Pixels = new float[Digit.Size] });
    }

    public MLContext Context { get; }

    public ITransformer Transformer { get; }

    /// <summary>The network without ML.NET around it, or null where the file holds a model of ML.NET's alone.</summary>
    public PackedNetwork? Packed { get; }

    /// <summary>A prediction engine is for one thread at a time and dear to make: it is lent and taken back.</summary>
    public DigitPrediction Predict(Digit digit)
    {
        var engine = _engines.Get();
        try
        {
            return engine.Predict(digit);
        }
        finally
        {
            _engines.Return(engine);
        }
    }

    /// <summary>The same numbers without ML.NET's pipeline: a packed network is for all threads at once.</summary>
    public static DigitPrediction Predict(PackedNetwork network, Digit digit)
    {
        var scores = new float[network.OutputSize];
        network.Predict(digit.Pixels, scores);
        var place = network.Use.ClassOf(scores);
        return new DigitPrediction { PredictedLabel = int.Parse(network.Use.ClassNames[place]), Score = scores };
    }

    private static bool HasNetwork(ITransformer model) =>
        model is IEnumerable<ITransformer> steps && steps.Any(step => step is BinarizedNetworkTransformer);

    private sealed class EnginePolicy(ServedModel model) : IPooledObjectPolicy<PredictionEngine<Digit, DigitPrediction>>
    {
        public PredictionEngine<Digit, DigitPrediction> Create() =>
            model.Context.Model.CreatePredictionEngine<Digit, DigitPrediction>(model.Transformer);

        public bool Return(PredictionEngine<Digit, DigitPrediction> engine) => true;
    }
}
