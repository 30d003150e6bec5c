using Microsoft.ML;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>A column computed from another by a formula, which is saved with the model.</summary>
/// <param name="Output">The new column.</param>
/// <param name="Formula">
/// In ML.NET's language of expressions. It must not have a number with a fraction: those are read by the culture of the
/// machine that loads the model.
/// </param>
/// <param name="Input">The column it is computed from.</param>
/// <param name="Meaning">What it is for.</param>
internal sealed record Computed(string Output, string Formula, string Input, string Meaning) : Step
{
    public override string Purpose => Meaning;

    public override string Source =>
        $"""
        mlContext.Transforms.Expression(
            {Literal(Output)},
            {Literal(Formula)},
            {Literal(Input)})
        """;

    public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
        mlContext.Transforms.Expression(Output, Formula, Input);
}
