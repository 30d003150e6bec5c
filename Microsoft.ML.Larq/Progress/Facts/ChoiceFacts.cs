using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>What the options say that changes how a value is to be judged.</summary>
/// <param name="ClipsLatentWeights">Whether latent kernels are clipped to their windows.</param>
/// <param name="Augments">Whether images are changed before they are trained on.</param>
/// <param name="DropsOut">Whether the network has a dropout.</param>
/// <param name="HasTeacher">Whether a teacher's outputs are learned beside the labels.</param>
/// <param name="LabelSmoothing">ε of the targets.</param>
/// <param name="WeighsClasses">Whether a row's loss depends on its class.</param>
/// <param name="Regularizes">Whether a weight or an output has a regularizer.</param>
/// <param name="NormalizesBatches">Whether the network has a batch normalization that is trained.</param>
internal sealed record ChoiceFacts(
    bool ClipsLatentWeights, bool Augments, bool DropsOut, bool HasTeacher, double LabelSmoothing, bool WeighsClasses,
    bool Regularizes, bool NormalizesBatches)
{
    public JsonObject ToJson() => new()
    {
        ["clips"] = ClipsLatentWeights,
        ["augments"] = Augments,
        ["drops"] = DropsOut,
        ["teacher"] = HasTeacher,
        ["smoothing"] = LabelSmoothing,
        ["weighs"] = WeighsClasses,
        ["regularizes"] = Regularizes,
        ["normalizes"] = NormalizesBatches,
    };

    /// <exception cref="FormatException">A fact is missing or cannot be; it is named.</exception>
    public static ChoiceFacts FromJson(JsonObject json) => new(
        FactsReader.Flag(json, "clips"),
        FactsReader.Flag(json, "augments"),
        FactsReader.Flag(json, "drops"),
        FactsReader.Flag(json, "teacher"),
        FactsReader.Number(json, "smoothing", 0, 1),
        FactsReader.Flag(json, "weighs"),
        FactsReader.Flag(json, "regularizes"),
        FactsReader.Flag(json, "normalizes"));
}
