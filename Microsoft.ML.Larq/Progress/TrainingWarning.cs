namespace Microsoft.ML.Larq.Progress;

/// <summary>A fault that the values of a training show; written to ML.NET's log when training ends.</summary>
/// <param name="Name">One of <see cref="WarningNames"/>.</param>
/// <param name="Layer">
/// The layer, with <c>.input</c> for its input's quantizer; null where the fault is not of one layer.
/// </param>
/// <param name="Message">What was measured, and what usually helps.</param>
public sealed record TrainingWarning(string Name, string? Layer, string Message)
{
    /// <summary>One of <see cref="WarningNames"/>.</summary>
    public string Name
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Name));
    } = Name ?? throw new ArgumentNullException(nameof(Name));

    /// <summary>What was measured, and what usually helps.</summary>
    public string Message
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Message));
    } = Message ?? throw new ArgumentNullException(nameof(Message));

    /// <summary>For example <c>frozen_layer 'quant_dense': …</c>.</summary>
    public override string ToString() => Layer is null ? $"{Name}: {Message}" : $"{Name} '{Layer}': {Message}";
}
