namespace Microsoft.ML.Larq.Progress;

/// <summary>A fault of a training; written to ML.NET's log, in the same words, as soon as it is certain.</summary>
public sealed record TrainingWarning
{
    internal TrainingWarning(string name, string? layer, string message) =>
        (Name, Layer, Message) = (name, layer, message);

    /// <summary>
    /// One of <see cref="WarningNames"/>, or what tells of rows, options or the device, as <c>rows_skipped</c>.
    /// </summary>
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
