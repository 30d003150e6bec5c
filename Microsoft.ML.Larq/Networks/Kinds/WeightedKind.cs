using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A kind whose weights an optimizer may change, or leave.</summary>
public abstract record WeightedKind : LayerKind
{
    private protected WeightedKind(int axes = 0)
        : base(axes)
    {
    }

    /// <summary>Whether training changes the weights; default true. False keeps every bit: no step, no clip.</summary>
    [JsonIgnore]
    public bool Trainable { get; init; } = true;

    // Written where it is false alone: models without frozen layers are the same text as before there were any.
    [JsonInclude]
    [JsonPropertyName(KindContract.Trainable)]
    [JsonPropertyOrder(KindContract.Last)]
    internal bool? TrainableOrNothing
    {
        get => Trainable ? null : false;
        init => Trainable = value ?? true;
    }
}
