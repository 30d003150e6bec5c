using Microsoft.ML;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>The label's text to the number of its class, in the order of the classes; other text is no class.</summary>
internal sealed record LabelKeys(string Column, string[] Classes) : Step
{
    public override string Purpose => "The class to its number; a row of another class is left out.";

    public override string Source =>
        $"""
        mlContext.Transforms.Conversion.MapValueToKey(
            {Literal(Column)}, keyData: mlContext.Data.LoadFromEnumerable(Classes.Select(name => new ClassName(name))))
        """;

    public override IEstimator<ITransformer> Estimator(MLContext mlContext) =>
        mlContext.Transforms.Conversion.MapValueToKey(
            Column, keyData: mlContext.Data.LoadFromEnumerable(Classes.Select(name => new ClassName(name))));

    private sealed class ClassName(string name)
    {
        public string Name { get; } = name;
    }
}
