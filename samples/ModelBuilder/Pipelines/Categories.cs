using Microsoft.ML;
using Microsoft.ML.Transforms;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>Each category a column of 0 and 1, in the order of their texts; an empty or a new one is all 0.</summary>
internal sealed record Categories(string[] Columns) : Step
{
    public override string Purpose => "A category is a column of 0 and 1 for each that there is.";

    public override string Source =>
        $"""
        mlContext.Transforms.Categorical.OneHotEncoding(
            {CSharpText.Indent(CSharpText.List(Columns.Select(name => $"new InputOutputColumnPair({Literal(name)})")))},
            keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
        """;

    public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
        mlContext.Transforms.Categorical.OneHotEncoding(
            [.. Columns.Select(name => new InputOutputColumnPair(name))],
            keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
}
