using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace WebApi;

/// <summary>Ways that are written first and served with last: there for measure.sh to say what they cost.</summary>
internal static class SlowWays
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/slow/load", (Digit digit, IOptions<ServingOptions> options) => ALoad(options.Value, digit));
        routes.MapPost("/slow/engine", (Digit digit, ModelSource source) => EngineOfItsOwn(source.Model, digit));
        routes.MapPost("/slow/transform", (Digit digit, ModelSource source) => TableOfOneRow(source.Model, digit));
    }

    private static DigitPrediction ALoad(ServingOptions options, Digit digit)
    {
        var mlContext = new MLContext();
        var model = mlContext.Model.Load(options.Model, out _);
        using var engine = mlContext.Model.CreatePredictionEngine<Digit, DigitPrediction>(model);
        return engine.Predict(digit);
    }

    private static DigitPrediction EngineOfItsOwn(ServedModel model, Digit digit)
    {
        using var engine = model.Context.Model.CreatePredictionEngine<Digit, DigitPrediction>(model.Transformer);
        return engine.Predict(digit);
    }

    private static DigitPrediction TableOfOneRow(ServedModel model, Digit digit)
    {
        var rows = model.Context.Data.LoadFromEnumerable([digit]);
        var scored = model.Transformer.Transform(rows);
        return model.Context.Data.CreateEnumerable<DigitPrediction>(scored, reuseRowObject: false).Single();
    }
}
