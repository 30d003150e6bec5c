using Microsoft.ML;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>Free text to how often its words and its runs of letters occur.</summary>
internal sealed record FreeText(string Column) : Step
{
    public override string Purpose => "Text is how often its words and runs of letters occur.";

    public override string Source => $"mlContext.Transforms.Text.FeaturizeText({Literal(Column)})";

    public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
        mlContext.Transforms.Text.FeaturizeText(Column);
}
