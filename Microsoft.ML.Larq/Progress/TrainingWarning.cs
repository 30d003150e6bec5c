namespace Microsoft.ML.Larq.Progress;

/// <summary>A fault that the values of a training show; written to ML.NET's log when training ends.</summary>
public sealed record TrainingWarning
{
    internal TrainingWarning(string name, string? layer, string message) =>
        (Name, Layer, Message) = (name, layer, message);

    /// <summary>One of <see cref="WarningNames"/>.</summary>
    public string Name { get; }

    /// <summary>
    /// The layer, with <c>.input</c> for its input's quantizer; null where the fault is not of one layer.
    /// </summary>
    public string? Layer { get; }

    /// <summary>What was measured, and what usually helps.</summary>
    public string Message { get; }

    /// <summary>For example <c>frozen_layer 'quant_dense': …</c>.</summary>
    public override string ToString() => Layer is null ? $"{Name}: {Message}" : $"{Name} '{Layer}': {Message}";
}
