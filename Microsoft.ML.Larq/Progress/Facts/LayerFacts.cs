using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>A quantized kernel, or a quantized input without one.</summary>
/// <param name="Name">The name that its metrics have: the layer's, with <c>.depthwise</c> where it has several.</param>
/// <param name="Kernel">The kernel's quantizer, as its alias; null for a kernel of real numbers.</param>
/// <param name="Input">The input's quantizer; null for none.</param>
/// <param name="Initializer">How the kernel starts, as its alias; null without one.</param>
/// <param name="Constraint">What is done to the kernel after each step; null for nothing.</param>
/// <param name="Window">The half-width of the kernel quantizer's window; null for none.</param>
/// <param name="InputWindow">The same of the input's.</param>
/// <param name="IsTrained">Whether training changes the kernel.</param>
/// <param name="IsNormalized">
/// Whether a batch or layer normalization stands before it, with at most pooling and reshaping between.
/// </param>
internal sealed record LayerFacts(
    string Name, string? Kernel, string? Input, string? Initializer, string? Constraint, double? Window,
    double? InputWindow, bool IsTrained, bool IsNormalized)
{
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["kernel"] = Kernel,
        ["input"] = Input,
        ["initializer"] = Initializer,
        ["constraint"] = Constraint,
        ["window"] = Window,
        ["inputWindow"] = InputWindow,
        ["trained"] = IsTrained,
        ["normalized"] = IsNormalized,
    };

    /// <exception cref="FormatException">A fact is missing or cannot be; it is named.</exception>
    public static LayerFacts FromJson(JsonObject json) => new(
        FactsReader.Text(json, "name"),
        FactsReader.TextOrNull(json, "kernel"),
        FactsReader.TextOrNull(json, "input"),
        FactsReader.TextOrNull(json, "initializer"),
        FactsReader.TextOrNull(json, "constraint"),
        json["window"] is null ? null : FactsReader.Number(json, "window", least: 0),
        json["inputWindow"] is null ? null : FactsReader.Number(json, "inputWindow", least: 0),
        FactsReader.Flag(json, "trained"),
        FactsReader.Flag(json, "normalized"));
}
