namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>What a rule found, before it is known whether something else explains it.</summary>
/// <param name="Name">One of <see cref="WarningNames"/>.</param>
/// <param name="Message">What was measured, and what helps.</param>
internal sealed record Finding(string Name, string Message)
{
    /// <summary>The layers that have the fault, with <c>.input</c> for an input; none for the network.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>How many layers could have it.</summary>
    public int OfLayers { get; init; }

    /// <summary>What it wants changed.</summary>
    public IReadOnlyList<Advice> Advice { get; init; } = [];

    /// <summary>Whether whatever else is found follows from it.</summary>
    public bool ExplainsAll { get; init; }

    /// <summary>Whether it is a matter of the result, which a fault of layers or of data explains.</summary>
    public bool IsOfTheResult { get; init; }

    /// <summary>Whether any fault of a layer explains it.</summary>
    public bool YieldsToLayers { get; init; }

    /// <summary>Whether anything that is found explains it.</summary>
    public bool YieldsToAll { get; init; }

    /// <summary>The names of others that follow from it.</summary>
    public IReadOnlyList<string> Explains { get; init; } = [];

    /// <summary>
    /// The same with advice for these layers alone, where the advice for all that their optimizer trains would
    /// contradict another's; null for none.
    /// </summary>
    public Finding? Apart { get; init; }

    /// <summary>Names of layers, whichever of their quantizers is meant.</summary>
    public IEnumerable<string> Bare => Layers.Select(Bared);

    /// <summary>What a person reads.</summary>
    public TrainingWarning ToWarning() => new(
        Name,
        Layers.Count == 0 || IsOfAll ? null : string.Join(", ", Layers),
        IsOfAll ? $"all {Layers.Count} layers: {Message}" : Message);

    /// <summary>The layer's name without the part of it that is meant.</summary>
    public static string Bared(string layer) =>
        layer.EndsWith(".input", StringComparison.Ordinal) ? layer[..^".input".Length] : layer;

    private bool IsOfAll => Layers.Count > 1 && Layers.Count == OfLayers;
}
