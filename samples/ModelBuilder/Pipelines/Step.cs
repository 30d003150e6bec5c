using Microsoft.ML;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>
/// A step of the pipeline, which knows itself twice: as the estimator that this program fits, and as the C# that makes
/// the same in generated code. Both are written from the same values.
/// </summary>
internal abstract record Step
{
    /// <summary>What it is for, for a comment.</summary>
    public abstract string Purpose { get; }

    /// <summary>The estimator as C#, of an MLContext called mlContext; lines end with \n.</summary>
    public abstract string Source { get; }

    /// <summary>The estimator.</summary>
    public abstract IEstimator<ITransformer> Estimator(MLContext mlContext);

    private protected static string Literal(string value) => CSharpText.Literal(value);

    private protected static string Literals(IEnumerable<string> values) => CSharpText.List(values.Select(Literal));
}
