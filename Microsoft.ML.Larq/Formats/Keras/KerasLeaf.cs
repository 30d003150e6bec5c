using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>A layer of the file that has weights: one of its own, or one of a model within the model.</summary>
/// <param name="Layer">Its name as it is shown, and its tensors; what metrics keep is left out.</param>
/// <param name="Group">The name of the file's layer.</param>
/// <param name="Names">
/// The names by which a network's layer finds it, the surest first; null where there is none so sure.
/// </param>
/// <param name="IsNested">Whether it may be of a model within the model, whose order the file does not promise.</param>
internal sealed record KerasLeaf(KerasLayer Layer, string Group, ImmutableArray<string?> Names, bool IsNested)
{
    /// <summary>Whether the model's configuration says which layer it is.</summary>
    public bool IsCertain => Names[0] is not null;

    /// <summary>What makes it another layer than others: its tensors' names and sizes.</summary>
    public string Signature => string.Join(
        ", ",
        Layer.Weights.Select(weight => $"{weight.ShortName} ({string.Join(", ", weight.Shape)})")
            .Order(StringComparer.Ordinal));
}
