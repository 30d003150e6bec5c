using Microsoft.ML;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>All that is predicted from, side by side.</summary>
internal sealed record Gathering(string Output, string[] Columns) : Step
{
    public override string Purpose => "All that is predicted from; numbers need no scaling, missing ones no replacing.";

    public override string Source =>
        $"""
        mlContext.Transforms.Concatenate(
            {Literal(Output)},
            {CSharpText.Indent(Literals(Columns))})
        """;

    public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
        mlContext.Transforms.Concatenate(Output, Columns);
}
