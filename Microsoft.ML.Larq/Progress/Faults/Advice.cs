namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>Which way a warning wants something changed: two that want opposite things contradict each other.</summary>
/// <param name="Knob">What is to be changed: <c>Learning Rate</c>, <c>Threshold</c>, <c>Gamma</c>.</param>
/// <param name="Of">Whose: the case of an optimizer, or the layers.</param>
/// <param name="Raises">Whether it is to be larger.</param>
internal readonly record struct Advice(string Knob, string Of, bool Raises)
{
    /// <summary>Whether the other wants the opposite.</summary>
    public bool Opposes(Advice other) => this == other with { Raises = !other.Raises };
}
