using Microsoft.ML;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>The number of the predicted class back to its text.</summary>
internal sealed record LabelBack(string Column) : Step
{
    public override string Purpose => "The number of the class back to its name.";

    public override string Source => $"mlContext.Transforms.Conversion.MapKeyToValue({Literal(Column)})";

    public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
        mlContext.Transforms.Conversion.MapKeyToValue(Column);
}
